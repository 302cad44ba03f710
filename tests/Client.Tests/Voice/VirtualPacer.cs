using Mcu.Client.Voice;

namespace Mcu.Client.Tests.Voice;

// Time that passes only because somebody waits for it. OnWait may let it pass faster.
internal sealed class VirtualPacer : IFramePacer
{
    public long Now { get; set; }

    public Action<long>? OnWait { get; init; }

    public void WaitUntil(long deadline, WaitHandle stop)
    {
        OnWait?.Invoke(deadline);
        Now = Math.Max(Now, deadline);
    }
}
