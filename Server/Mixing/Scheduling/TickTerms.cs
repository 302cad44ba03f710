namespace Mcu.Server.Mixing;

// On what terms a tick is run: how much it may cost, and who helps. One object per mixing thread, which changes it between ticks.
internal sealed class TickTerms(IMixCrew crew, IPacketOutlet? outlet = null)
{
    // Everything, on the thread that ticks.
    public static TickTerms Usual { get; } = new(SoloCrew.Instance);

    public IMixCrew Crew { get; } = crew;

    // The way for what many are sent; null where every sink is to be called by itself.
    public IPacketOutlet? Outlet { get; } = outlet;

    public MixEffort Effort { get; set; } = MixEffort.Full;
}
