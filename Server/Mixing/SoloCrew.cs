namespace Mcu.Server.Mixing;

// A crew of one: the thread that asks does all parts, in order.
internal sealed class SoloCrew : IMixCrew
{
    public static SoloCrew Instance { get; } = new();

    public void Run(IMixWork work, int parts)
    {
        for (int part = 0; part < parts; part++)
        {
            work.RunPart(part);
        }
    }
}
