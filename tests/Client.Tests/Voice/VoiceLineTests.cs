using Mcu.Client.Audio;
using Mcu.Client.Tests.Session;
using Mcu.Client.Voice;
using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Voice;

public class VoiceLineTests
{
    [Fact]
    public void A_tone_goes_over_the_wire_and_comes_out_of_the_other_ends_sink()
    {
        var sink = new RecordingSink();
        var wire = new Wire();
        var inbox = new VoiceInbox();
        using TestPump speaker = NewPump(new ToneSource(1_000), wire);
        using TestPump listener = NewPump(new SilentSource(), new Wire(), inbox, sink);
        Drive(100, now =>
        {
            speaker.Step(now, maySend: true);
            wire.Deliver(packet => inbox.OnDatagram(packet, now));
            listener.Step(now, maySend: true);
        });

        Assert.Equal(100, speaker.Sent);
        Assert.Equal(0, speaker.Unsent);
        Assert.Equal(100, listener.Heard.Received);
        Assert.Equal(0, listener.Heard.Lost + listener.Heard.Late + inbox.Dropped);
        // 0.2 peak is 0.141 RMS.
        Assert.Equal(0.141, AudioLevel.Rms(sink.Samples.ToArray().AsSpan(48_000)), 0.02);
    }

    [Fact]
    public void Silence_is_not_sent_and_the_timestamp_runs_on()
    {
        // 10 frames of tone, 30 of silence, tone again; the first 15 silent ones are hangover.
        var wire = new Wire();
        using TestPump speaker = NewPump(new FuncSource(frame => frame is < 10 or >= 40), wire);
        Drive(50, now => speaker.Step(now, maySend: true));
        VoiceHeader[] sent = [.. wire.Headers()];
        Assert.Equal(35, sent.Length);
        Assert.Equal(Enumerable.Range(0, 35).Select(i => (uint)i), sent.Select(header => header.Sequence));
        Assert.Equal([0, 25], sent.Index().Where(header => header.Item.TalkspurtStart).Select(header => header.Index));
        Assert.Equal(24u * 960, sent[24].Timestamp);
        Assert.Equal(40u * 960, sent[25].Timestamp);
        Assert.InRange(sent[5].Level, 15, 19);
    }

    [Fact]
    public void Who_is_muted_sends_nothing_and_time_goes_on()
    {
        var wire = new Wire();
        var source = new FuncSource(_ => true);
        using TestPump speaker = NewPump(source, wire);
        Drive(50, now =>
        {
            speaker.Microphone.IsMuted = now / AudioFormat.FrameDuration is >= 10 and < 40;
            speaker.Step(now, maySend: true);
        });
        VoiceHeader[] sent = [.. wire.Headers()];
        Assert.Equal(50, source.Frames);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (uint)i), sent.Select(header => header.Sequence));
        Assert.Equal([0, 10], sent.Index().Where(header => header.Item.TalkspurtStart).Select(header => header.Index));
        Assert.Equal(40u * 960, sent[10].Timestamp);
    }

    [Fact]
    public void A_step_that_comes_too_late_plays_but_does_not_send()
    {
        var wire = new Wire();
        using TestPump speaker = NewPump(new ToneSource(1_000), wire);
        Drive(10, now => speaker.Step(now, maySend: now >= 5 * AudioFormat.FrameDuration));
        Assert.Equal(5, speaker.Sent);
        Assert.Equal(5u * 960, wire.Headers().First().Timestamp);
    }

    [Fact]
    public void The_output_starts_with_the_first_step_and_the_input_a_frame_before_the_step_that_took_it()
    {
        using TestPump pump = NewPump(new ToneSource(1_000), new Wire());
        Assert.Null(pump.StartedAt);
        pump.Step(5 * MonotonicClock.Second, maySend: true);
        pump.Step((5 * MonotonicClock.Second) + AudioFormat.FrameDuration, maySend: true);
        Assert.Equal(5 * MonotonicClock.Second, pump.StartedAt);
        Assert.Equal((5 * MonotonicClock.Second) - AudioFormat.FrameDuration, pump.InputStartedAt);
    }

    [Fact]
    public void Datagrams_that_are_none_are_dropped_and_counted()
    {
        var sink = new RecordingSink();
        var inbox = new VoiceInbox();
        using TestPump pump = NewPump(new SilentSource(), new Wire(), inbox, sink);
        var random = new Random(7);
        Drive(1_000, now =>
        {
            var garbage = new byte[random.Next(1, 1500)];
            random.NextBytes(garbage);
            inbox.OnDatagram(garbage, now);
            pump.Step(now, maySend: true);
        });
        Assert.Equal(1_000 * 960, sink.Samples.Count);
        Assert.True(inbox.Dropped > 500);
    }

    [Fact]
    public void A_packet_is_never_larger_than_the_server_takes()
    {
        var wire = new Wire();
        var options = new VoiceLineOptions { Encoding = new OpusEncoderOptions { Bitrate = 256_000 }, MaxDatagram = 120 };
        using var speaker = new TestPump(new ToneSource(1_000), new NullSink(), new VoiceInbox(), wire, options);
        Drive(20, now => speaker.Step(now, maySend: true));
        Assert.Equal(20, speaker.Sent);
        Assert.All(wire.Sizes, size => Assert.InRange(size, 11, 120));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var inbox = new VoiceInbox();
        var wire = new LoopbackWire(inbox);
        using TestPump speaker = NewPump(new ToneSource(1_000), wire);
        using TestPump listener = NewPump(new ToneSource(500), new Wire { Keeps = false }, inbox, new NullSink());
        Action<long> step = now =>
        {
            wire.Now = now;
            speaker.Step(now, maySend: true);
            listener.Step(now, maySend: true);
        };
        Drive(100, step);
        Assert.Equal(0, Allocation.Of(() => Drive(200, step)));
    }

    [Theory]
    [InlineData(0.1, 20)]
    [InlineData(39, 20)]
    [InlineData(40, 40)]
    [InlineData(750, 40)]
    public void A_short_path_is_met_with_a_short_first_delay(double roundTripMs, int delayMs) => Assert.Equal(
        delayMs * MonotonicClock.Millisecond,
        VoiceLineOptions.JitterFor(TimeSpan.FromMilliseconds(roundTripMs)).StartDelay);

    private static TestPump NewPump(
        IFrameSource source, TestConnection wire, VoiceInbox? inbox = null, IFrameSink? sink = null) =>
        new(source, sink ?? new NullSink(), inbox ?? new VoiceInbox(), wire, new VoiceLineOptions());

    private static void Drive(int frames, Action<long> step)
    {
        for (int i = 0; i < frames; i++)
        {
            step(i * AudioFormat.FrameDuration);
        }
    }

    // A 1 kHz tone in the frames it is told, silence in the others.
    private sealed class FuncSource(Func<int, bool> isLoud) : IFrameSource
    {
        private readonly ToneSource _tone = new(1_000);

        public int Frames { get; private set; }

        public string Name => "test";

        public bool SetsThePace => false;

        public bool TryRead(Span<float> frame)
        {
            _tone.TryRead(frame);
            if (!isLoud(Frames++))
            {
                frame.Clear();
            }

            return true;
        }

        public void Dispose()
        {
        }
    }

    private sealed class RecordingSink : IFrameSink
    {
        public List<float> Samples { get; } = [];

        public string Name => "test";

        public bool SetsThePace => false;

        public void Write(ReadOnlySpan<float> frame) => Samples.AddRange(frame);

        public void Dispose()
        {
        }
    }

    private sealed class LoopbackWire(VoiceInbox receiver) : TestConnection
    {
        public long Now { get; set; }

        public override bool TrySendDatagram(ReadOnlySpan<byte> datagram)
        {
            receiver.OnDatagram(datagram, Now);
            return true;
        }
    }

    private sealed class Wire : TestConnection
    {
        private readonly List<byte[]> _all = [];
        private int _delivered;

        public bool Keeps { get; init; } = true;

        public IEnumerable<int> Sizes => _all.Select(packet => packet.Length);

        public override bool TrySendDatagram(ReadOnlySpan<byte> datagram)
        {
            if (Keeps)
            {
                _all.Add(datagram.ToArray());
            }

            return true;
        }

        public void Deliver(Action<byte[]> receive)
        {
            for (; _delivered < _all.Count; _delivered++)
            {
                receive(_all[_delivered]);
            }
        }

        public IEnumerable<VoiceHeader> Headers() => _all.Select(packet =>
        {
            Assert.True(VoiceHeader.TryRead(packet, out VoiceHeader header, out _));
            return header;
        });
    }
}
