using Mcu.Common;

namespace Mcu.Client.Audio.Devices;

// How large a native buffer is asked for. Measured through PulseAudio; see the tests in EndToEnd.Tests. Times in nanoseconds.
internal readonly record struct StreamSize(long Period, int Periods)
{
    // Sound arrives in pieces of 5 ms, which is its delay, and 220 ms of it may wait.
    public static readonly StreamSize Capture = new(5 * MonotonicClock.Millisecond, 44);

    // Taken in pieces of 5 ms from a buffer of about 90 ms, of which PortAudioPlayback keeps as much filled as it needs.
    public static readonly StreamSize Playback = new(5 * MonotonicClock.Millisecond, 15);

    public long Latency => Period * Periods;

    public int PeriodSamples(int rate) => (int)(Period * rate / MonotonicClock.Second);
}
