using Mcu.Client.Audio;
using Mcu.Client.Tests.Session;
using Mcu.Client.Voice;
using Mcu.Common;
using Mcu.Common.Audio;
using Xunit;

namespace Mcu.Client.Tests.Voice;

public class VoiceLoopTests
{
    [Fact]
    public async Task Every_frame_has_its_absolute_deadline()
    {
        var deadlines = new List<long>();
        // Every wait wakes up 3 ms late; it must not add up.
        VirtualPacer pacer = null!;
        pacer = new VirtualPacer
        {
            Now = 7 * MonotonicClock.Second,
            OnWait = deadline =>
            {
                deadlines.Add(deadline);
                pacer.Now = deadline + (3 * MonotonicClock.Millisecond);
            },
        };
        using var pump = NewPump(new NullSink());
        using var loop = new VoiceLoop("test", pacer, 500, pump.Steps);
        loop.Start();
        await loop.Completed;
        Assert.Equal(500, pump.Frames);
        long start = 7 * MonotonicClock.Second;
        Assert.Equal(Enumerable.Range(0, 500).Select(i => start + (i * AudioFormat.FrameDuration)), deadlines);
        Assert.Equal(start, pump.StartedAt);
    }

    [Fact]
    public async Task Stopping_ends_it_between_two_frames()
    {
        var hundred = new TaskCompletionSource();
        int waits = 0;
        var pacer = new VirtualPacer
        {
            OnWait = _ =>
            {
                if (++waits == 100)
                {
                    hundred.SetResult();
                }
            },
        };
        using var pump = NewPump(new NullSink());
        using var loop = new VoiceLoop("test", pacer, long.MaxValue, pump.Steps);
        loop.Start();
        await hundred.Task;
        loop.Stop();
        await loop.Completed;
        Assert.True(pump.Frames >= 99);
    }

    [Fact]
    public async Task A_sink_that_fails_ends_it_with_its_sentence()
    {
        using var pump = NewPump(new BrokenSink());
        using var loop = new VoiceLoop("test", new VirtualPacer(), 10, pump.Steps);
        loop.Start();
        Assert.Equal("The disk is full.", (await Assert.ThrowsAsync<AudioFileException>(() => loop.Completed)).Message);
    }

    private static TestPump NewPump(IFrameSink sink) =>
        new(new SilentSource(), sink, new VoiceInbox(), new DeafConnection(), new VoiceLineOptions());

    private sealed class DeafConnection : TestConnection
    {
        public override bool TrySendDatagram(ReadOnlySpan<byte> datagram) => true;
    }

    private sealed class BrokenSink : IFrameSink
    {
        public string Name => "broken";

        public bool SetsThePace => false;

        public void Write(ReadOnlySpan<float> frame) => throw new AudioFileException("The disk is full.");

        public void Dispose()
        {
        }
    }
}
