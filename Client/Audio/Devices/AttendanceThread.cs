using System.Diagnostics.CodeAnalysis;
using Mcu.Common;

namespace Mcu.Client.Audio.Devices;

// The thread of one attendance: its rounds, when they are due or it is woken. Wake: any thread, allocates nothing.
[SuppressMessage("Design", "CA1001", Justification = "Wake may come after the end; the finalizer gives it back.")]
internal sealed class AttendanceThread : IDisposable
{
    private readonly Func<long, long> _round;
    private readonly AutoResetEvent _woken = new(false);
    private readonly Thread _thread;
    private volatile bool _isEnding;

    public AttendanceThread(Func<long, long> round, string name)
    {
        _round = round;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    // The first round begins at once.
    public void Start() => _thread.Start();

    public void Wake() => _woken.Set();

    // Waits for the round it is in, but not for a device that hangs: that one ends with the process.
    public void Dispose()
    {
        _isEnding = true;
        _woken.Set();
        _thread.Join(TimeSpan.FromSeconds(1));
    }

    private void Run()
    {
        while (!_isEnding)
        {
            long due = _round(MonotonicClock.Now);
            _woken.WaitOne(Milliseconds(due));
        }
    }

    private static int Milliseconds(long due) => due == long.MaxValue
        ? Timeout.Infinite
        : (int)Math.Clamp((due - MonotonicClock.Now) / MonotonicClock.Millisecond, 0, 60_000);
}
