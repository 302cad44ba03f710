namespace Mcu.Server.Signaling;

// What time brings about: rooms disappear that were left, and bans end. One timer for all of them, which is set only while
// something waits for it.
internal sealed partial class Lobby
{
    // Timers count milliseconds and cut off what is left.
    private static readonly TimeSpan s_timerStep = TimeSpan.FromMilliseconds(1);

    // Longer than a timer takes, an operator may have bans last.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly ITimer _cleanup;
    private long? _cleanupDue;

    // Nanoseconds since an arbitrary start.
    private long Now => _time.GetElapsedTime(0).Ticks * TimeSpan.NanosecondsPerTick;

    // Under the lock, after everything by which a room may have been left or a ban have begun.
    private void ScheduleCleanup()
    {
        long? due = _directory.NextCleanup;
        if (due != _cleanupDue)
        {
            _cleanupDue = due;
            _cleanup.Change(due is null ? Timeout.InfiniteTimeSpan : Until(due.Value), Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Until(long due)
    {
        TimeSpan left = TimeSpan.FromTicks(Math.Max(0, due - Now) / TimeSpan.NanosecondsPerTick);
        return left < s_longestWait ? left + s_timerStep : s_longestWait;
    }

    private void Clean()
    {
        lock (_lock)
        {
            _cleanupDue = null;
            _directory.Clean(Now);
            ScheduleCleanup();
        }
    }
}
