using Mcu.Client.Terminal.Input;

namespace Mcu.Client.Terminal.Model;

// Everything that can change what the screen shows.
internal abstract record Message
{
    private Message()
    {
    }

    // Now: nanoseconds of any clock that does not go backwards.
    internal sealed record Typed(TerminalInput Input, long Now) : Message;

    // We are in the room, under that name.
    internal sealed record Joined(string Room, string Name) : Message;

    // Everyone, ourselves included, in the order of joining. The list must not change afterwards.
    internal sealed record RosterChanged(IReadOnlyList<PeerRow> Peers) : Message;

    internal sealed record Happened(EventLine Line) : Message;

    // Seconds: since when nothing was heard, or in how many it is tried again, where that is so; sent anew as it changes.
    internal sealed record ConnectionChanged(ConnectionState State, int? Seconds = null) : Message;

    internal sealed record VoiceChanged(VoiceState Voice) : Message;

    internal sealed record Measured(Measurements Now) : Message;

    // The names that /input and /output can be followed by.
    internal sealed record DevicesChanged(IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs) : Message;

    // A command asked for it.
    internal sealed record PanelAsked(ShownPanel Panel) : Message;
}
