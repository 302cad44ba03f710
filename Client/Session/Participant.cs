using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// Somebody in the room as we knew them at one moment. The name is as the server has it, made safe to show.
internal sealed record Participant(ulong Id, string Name)
{
    public MuteState Mute { get; init; }

    public bool IsSelf { get; init; }

    public bool IsHost { get; init; }

    // Whether we do not hear them because we asked for that.
    public bool IsBlocked { get; init; }

    // Whether the room hears them.
    public bool IsTalking { get; init; }

    public bool IsSelfMuted => (Mute & MuteState.Self) != 0;

    public bool IsForceMuted => (Mute & MuteState.Host) != 0;
}
