using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

// A room that does nothing but be seen, and that is idle where it has no work; each tick does all the work there is.
internal sealed class ObservedRoom : ITickable
{
    private readonly TaskCompletionSource _ticked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _work = Endless;
    private int _ticks;

    public const int Endless = int.MaxValue;

    public Action<long> OnTick { get; init; } = _ => { };

    public Doorbell<ITickable> Bell { get; } = new();

    public long IdleUntil => Work == 0 ? Rest : long.MinValue;

    // Up to when it needs no tick, where it has no work.
    public long Rest { get; set; } = long.MaxValue;

    public Task Ticked => _ticked.Task;

    public Task Disposed => _disposed.Task;

    public int Ticks => Volatile.Read(ref _ticks);

    public long Skipped { get; private set; }

    public int Work
    {
        get => Volatile.Read(ref _work);
        set => Volatile.Write(ref _work, value);
    }

    // Any thread.
    public void Bring(int work)
    {
        Interlocked.Add(ref _work, work);
        Bell.Ring();
    }

    public int TakeWork() => Interlocked.Exchange(ref _work, 0);

    public void Skip(long ticks) => Skipped += ticks;

    public void Tick(long now, TickTerms terms)
    {
        Interlocked.Increment(ref _ticks);
        _ticked.TrySetResult();
        OnTick(now);
        if (Work != Endless)
        {
            TakeWork();
        }
    }

    public void Sent(long now)
    {
    }

    public void Dispose() => _disposed.TrySetResult();
}
