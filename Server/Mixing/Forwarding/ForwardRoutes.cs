namespace Mcu.Server.Mixing;

// Where one sender's packets go: to these listeners as they are, and into its uplink where somebody hears it in a mix. Never
// changes; the mixing thread publishes another one instead.
internal sealed record ForwardRoutes(ForwardLane[] Lanes, bool IsMixed)
{
    public static ForwardRoutes MixedOnly { get; } = new([], IsMixed: true);
}
