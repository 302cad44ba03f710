namespace Mcu.Client.Terminal.Model;

// Somebody in the room, as the screen shows them. The name may be anything.
internal sealed record PeerRow(ulong Id, string Name)
{
    public bool IsSelf { get; init; }

    public bool IsHost { get; init; }

    public bool IsTalking { get; init; }

    // By themselves.
    public bool IsMuted { get; init; }

    // By the host.
    public bool IsSilenced { get; init; }

    // By us.
    public bool IsBlocked { get; init; }
}
