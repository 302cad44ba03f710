using System.Runtime.ExceptionServices;

namespace Mcu.Server.Mixing;

// A crew of one: the thread that asks does all parts, in order.
internal sealed class SoloCrew : IMixCrew
{
    public static SoloCrew Instance { get; } = new();

    public void Run(IMixWork work, int parts)
    {
        Exception? failure = null;
        for (int part = 0; part < parts; part++)
        {
            try
            {
                work.RunPart(part);
            }
            catch (Exception exception)
            {
                // One part's failure must not keep the others from being done.
                failure ??= exception;
            }
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
