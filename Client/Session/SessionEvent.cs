using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// What happened in the room, in order; each holds what it tells as it was then. Texts are safe to show. The end is not among
// them: it is ConferenceSession.Ended.
internal abstract record SessionEvent
{
    private SessionEvent()
    {
    }

    // Always the first: we are in the room, with everyone who is there, ourselves included.
    internal sealed record Joined(string Room, IReadOnlyList<Participant> Present) : SessionEvent;

    internal sealed record Came(Participant Who) : SessionEvent;

    internal sealed record Left(Participant Who, LeaveReason Reason) : SessionEvent;

    internal sealed record HostChanged(Participant Host) : SessionEvent;

    // Muted or unmuted, by themselves or by the host; may be us.
    internal sealed record MuteChanged(Participant Who) : SessionEvent;

    // Everyone who is being heard from now on; may hold us.
    internal sealed record Talking(IReadOnlyList<Participant> Who) : SessionEvent;

    // The server tells us something that no request of ours asked for; the connection goes on.
    internal sealed record Notice(ErrorCode Code, string Sentence) : SessionEvent;

    internal sealed record ShuttingDown(string Reason) : SessionEvent;
}
