using Mcu.Common;
using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Devices;

// Keeps the pace where no device does: a frame is due 20 ms after the one before. Thread: the audio path's; End: any.
internal interface ISubstituteClock
{
    // Returns when the next frame is due, at once after End. Allocates nothing.
    void WaitForFrame();

    // A device has kept the pace: the next frame is due 20 ms from now.
    void Restart();

    void End();
}

// By real time.
internal sealed class SubstituteClock : ISubstituteClock
{
    private readonly NativeWait _wait = new();
    private long _due;

    public void WaitForFrame()
    {
        // What a pause made late is not made up for by frames in a rush.
        long now = MonotonicClock.Now;
        _due = Math.Max(_due + AudioFormat.FrameDuration, now);
        while (now < _due && !_wait.IsEnded)
        {
            _wait.Until(_due);
            now = MonotonicClock.Now;
        }
    }

    public void Restart() => _due = MonotonicClock.Now;

    public void End() => _wait.End();
}
