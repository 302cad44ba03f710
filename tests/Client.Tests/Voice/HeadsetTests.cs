using Mcu.Client.Audio;
using Mcu.Client.Session;
using Mcu.Client.Tests.Session;
using Mcu.Client.Voice;
using Mcu.Common;
using Mcu.Common.Audio;
using Xunit;

namespace Mcu.Client.Tests.Voice;

public class HeadsetTests
{
    [Fact]
    public async Task Lines_come_and_go_while_it_runs()
    {
        var source = new Stepwise();
        using var headset = new Headset(source, new NullSink(), new VirtualPacer(), long.MaxValue);
        headset.Start();
        var first = new CountingWire();
        headset.Connect(Line(first));
        source.Let(50);
        Assert.InRange(first.Sent, 48, 51);

        var second = new CountingWire();
        headset.Connect(Line(second));
        source.Let(50);
        long sent = first.Sent;
        Assert.InRange(second.Sent, 48, 51);
        headset.Connect(null);
        source.Let(50);
        Assert.Equal(sent, first.Sent);
        Assert.InRange(second.Sent, 48, 51);
        source.Dispose();
        headset.Stop();
        await headset.Completed;
    }

    [Fact]
    public void A_line_is_let_go_of_whether_it_was_taken_up_or_not()
    {
        using var slot = new LineSlot();
        var wire = new CountingWire();
        VoiceLine skipped = Line(wire);
        VoiceLine taken = Line(wire);
        slot.Put(skipped);
        slot.Put(taken);
        Assert.Same(taken, slot.Take());
        Assert.Same(taken, slot.Take());
        slot.Put(null);
        Assert.Null(slot.Take());

        // The other way's turn; after it the codecs are gone.
        taken.LetGo();
        skipped.LetGo();
        Assert.Throws<ObjectDisposedException>(() => taken.Send(new float[AudioFormat.FrameSamples], true));
        Assert.Throws<ObjectDisposedException>(() => skipped.Send(new float[AudioFormat.FrameSamples], true));
    }

    [Fact]
    public async Task A_card_that_sets_the_pace_is_not_waited_for_by_the_clock()
    {
        var pacer = new VirtualPacer { Now = 3 * MonotonicClock.Second };
        using var headset = new Headset(new Pacing(), new NullSink(), pacer, frames: 100);
        headset.Start();
        await headset.Completed;
        headset.Stop();
        Assert.True(headset.Frames <= 100);
    }

    private static VoiceLine Line(TestConnection wire) => new(new VoiceInbox(), wire, new MuteSwitch(), new VoiceLineOptions());

    private sealed class CountingWire : TestConnection
    {
        private int _sent;

        public int Sent => Volatile.Read(ref _sent);

        public override bool TrySendDatagram(ReadOnlySpan<byte> datagram) => Interlocked.Increment(ref _sent) > 0;
    }

    // A tone that gives as many frames as it is let, and tells when they are taken.
    private sealed class Stepwise : IFrameSource
    {
        private readonly ToneSource _tone = new(1_000);
        private readonly SemaphoreSlim _allowed = new(0);
        private readonly SemaphoreSlim _taken = new(0);

        public string Name => "test";

        public bool SetsThePace => false;

        // Returns when the frames were asked for and the step after them has begun.
        public void Let(int frames)
        {
            _allowed.Release(frames);
            for (int i = 0; i < frames; i++)
            {
                _taken.Wait();
            }
        }

        public bool TryRead(Span<float> frame)
        {
            _allowed.Wait();
            _taken.Release();
            return _tone.TryRead(frame);
        }

        // From then on it gives what is asked for.
        public void Dispose() => _allowed.Release(1_000_000_000);
    }

    private sealed class Pacing : IFrameSource
    {
        private readonly ToneSource _tone = new(1_000);

        public string Name => "test";

        public bool SetsThePace => true;

        public bool TryRead(Span<float> frame) => _tone.TryRead(frame);

        public void Dispose()
        {
        }
    }
}
