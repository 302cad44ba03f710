using Mcu.Common;

namespace Mcu.Client.Audio.Devices;

// How large a native buffer is asked for. Measured through PulseAudio; see the tests in EndToEnd.Tests. Times in nanoseconds.
internal readonly record struct StreamSize(long Period, int Periods)
{
    // Sound arrives and is taken in pieces of 5 ms, which is its delay.
    private const int PeriodMilliseconds = 5;

    // As much as may wait, and a frame more.
    public static StreamSize Capture(RingSize ring) => Of(ring.RoomMilliseconds + 20);

    // A buffer of somewhat more than PortAudioPlayback keeps filled; PortAudio adds to it by itself.
    public static StreamSize Playback(RingSize ring) => Of(ring.QueueMilliseconds - PeriodMilliseconds);

    public long Latency => Period * Periods;

    public int PeriodSamples(int rate) => (int)(Period * rate / MonotonicClock.Second);

    private static StreamSize Of(int milliseconds) =>
        new(PeriodMilliseconds * MonotonicClock.Millisecond, milliseconds / PeriodMilliseconds);
}
