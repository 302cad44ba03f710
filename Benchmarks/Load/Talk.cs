using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Server.Mixing;

namespace Mcu.Benchmarks.Load;

// The thread by which everybody talks: each at a place of their own in the 20 ms, by deadlines that do not drift. Nothing
// allocates while it goes on.
internal sealed class Talk : IDisposable
{
    // Moments at which a frame's talkers are sent, so that they neither come all at once nor wake the thread for each.
    private const int Slots = 10;
    private const long SlotTime = AudioFormat.FrameDuration / Slots;

    private readonly Talker[][] _slots;
    private readonly IPreciseSleep _sleep = PreciseSleep.ForThisSystem();
    private readonly Action _dispatch;
    private readonly Thread _thread;
    private long _frame;
    private long _sent;
    private volatile bool _isOver;

    // Dispatch: sends on its way what the talkers of a moment have left with their connections.
    public Talk(IEnumerable<Talker> talkers, Action dispatch)
    {
        _dispatch = dispatch;
        _slots = [.. Enumerable.Range(0, Slots).Select(slot => talkers.Where((_, i) => i % Slots == slot).ToArray())];
        _thread = new Thread(Run) { Name = "talk", IsBackground = true };
    }

    // Frames begun.
    public long Frame => Volatile.Read(ref _frame);

    // Datagrams handed over.
    public long Sent => Volatile.Read(ref _sent);

    // How late the generator itself was.
    public DurationHistogram Lateness { get; } = new();

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _isOver = true;
        _sleep.Wake();
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        // Not prepared as the server's own thread is: it must not get ahead of what is measured.
        long start = MonotonicClock.Now;
        for (long frame = 0; !_isOver; frame++)
        {
            Volatile.Write(ref _frame, frame);
            for (int slot = 0; slot < Slots && !_isOver; slot++)
            {
                long deadline = start + (frame * AudioFormat.FrameDuration) + (slot * SlotTime);
                if (_slots[slot].Length > 0 && SleepUntil(deadline))
                {
                    Lateness.Record(MonotonicClock.Now - deadline);
                    Send(_slots[slot], frame);
                }
            }

            // Where nobody talks, time passes all the same.
            SleepUntil(start + ((frame + 1) * AudioFormat.FrameDuration) - (SlotTime / 2));
        }
    }

    private void Send(Talker[] talkers, long frame)
    {
        foreach (Talker talker in talkers)
        {
            if (talker.Send(frame))
            {
                Volatile.Write(ref _sent, _sent + 1);
            }
        }

        _dispatch();
    }

    // False where it is over.
    private bool SleepUntil(long deadline)
    {
        while (!_isOver && MonotonicClock.Now < deadline)
        {
            _sleep.SleepUntil(deadline);
        }

        return !_isOver;
    }
}
