using Mcu.Client.Audio;
using Mcu.Client.Audio.Processing;
using Mcu.Client.Tests.Session;
using Mcu.Client.Voice;
using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Voice;

// Source → processing → gate → line. What the gate decides has tests of its own.
public sealed class VoiceUplinkTests : IAsyncDisposable
{
    private readonly Wire _wire = new();

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    [Fact]
    public void What_is_sent_and_shown_is_what_processing_made_of_it()
    {
        using TestPump pump = NewPump(new HeadsetOptions { Processing = new Softer(0.1f) });
        Run(pump, 10);
        Assert.Equal(10, pump.Sent);
        // The tone has 0.141 RMS, which is 17.
        Assert.Equal(37, pump.Uplink.Level);
        Assert.InRange(_wire.Headers[5].Level, 36, 38);
        Assert.True(pump.Uplink.IsSending);
    }

    [Fact]
    public void What_processing_makes_silent_is_not_sent()
    {
        using TestPump pump = NewPump(new HeadsetOptions { Processing = new Softer(0.001f) });
        Run(pump, 10);
        Assert.Equal(0, pump.Sent);
        Assert.False(pump.Uplink.IsSending);
    }

    [Fact]
    public void The_talk_key_opens_and_time_goes_on_meanwhile()
    {
        var transmit = new TransmitSwitch { Mode = TransmitMode.PushToTalk };
        using TestPump pump = NewPump(new HeadsetOptions { Transmit = transmit });
        Run(pump, 10);
        Assert.False(pump.Uplink.IsSending);
        transmit.IsTalkKeyDown = true;
        Run(pump, 5);
        Assert.True(pump.Uplink.IsSending);
        transmit.IsTalkKeyDown = false;
        Run(pump, 10);
        transmit.IsTalkKeyDown = true;
        Run(pump, 1);
        Assert.Equal([0u, 1, 2, 3, 4, 5, 6, 7], _wire.Headers.Select(header => header.Sequence));
        Assert.Equal([10u, 11, 12, 13, 14, 15, 16, 25], _wire.Headers.Select(header => header.Timestamp / 960));
        Assert.Equal([0, 7], _wire.Headers.Index().Where(header => header.Item.TalkspurtStart).Select(header => header.Index));
        Assert.All(_wire.Headers, header => Assert.True(header.Voice));
    }

    [Fact]
    public void Continuous_sends_silence_and_says_that_nobody_speaks()
    {
        var transmit = new TransmitSwitch { Mode = TransmitMode.Continuous };
        using TestPump pump = NewPump(
            new HeadsetOptions { Transmit = transmit, Processing = new Softer(0) });
        Run(pump, 10);
        Assert.Equal(10, pump.Sent);
        Assert.All(_wire.Headers, header => Assert.False(header.Voice));
    }

    [Fact]
    public void Muted_but_talking_is_told_once()
    {
        using TestPump pump = NewPump(new HeadsetOptions());
        Assert.Equal(0, SpellsIn(50));
        pump.Microphone.IsMuted = true;
        Assert.Equal(1, SpellsIn(100));
        Assert.True(pump.Uplink.IsMutedButTalking);
        Assert.False(pump.Uplink.IsSending);
        pump.Microphone.IsMuted = false;
        Run(pump, 1);
        Assert.False(pump.Uplink.IsMutedButTalking);

        int SpellsIn(int frames)
        {
            int spells = 0;
            for (int i = 0; i < frames; i++)
            {
                bool was = pump.Uplink.IsMutedButTalking;
                Run(pump, 1);
                spells += pump.Uplink.IsMutedButTalking && !was ? 1 : 0;
            }

            return spells;
        }
    }

    [Fact]
    public void Where_there_is_no_line_nothing_is_sent_and_the_meter_moves()
    {
        using var uplink = new VoiceUplink(new ToneSource(1_000), new HeadsetOptions());
        for (int i = 0; i < 10; i++)
        {
            uplink.Step(i * AudioFormat.FrameDuration, maySend: true);
        }

        Assert.Equal(17, uplink.Level);
        Assert.False(uplink.IsSending);
    }

    [Fact]
    public void With_all_processing_steps_allocate_nothing()
    {
        var reference = new EchoReference();
        using var processing = new VoiceProcessing(new VoiceSwitches(), reference);
        var options = new HeadsetOptions { Processing = processing, Reference = reference };
        _wire.Keeps = false;
        using TestPump pump = NewPump(options);
        Run(pump, 100);
        Assert.Equal(0, Allocation.Of(() => Run(pump, 100)));
    }

    private TestPump NewPump(HeadsetOptions headset) => new(
        new ToneSource(1_000), new NullSink(), new VoiceInbox(), _wire, new VoiceLineOptions(), headset);

    private static void Run(TestPump pump, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            pump.Step(pump.Frames * AudioFormat.FrameDuration, maySend: true);
        }
    }

    private sealed class Softer(float gain) : IFrameProcessor
    {
        public void Process(Span<float> frame) => MixKernels.Scale(frame, gain);

        public void Dispose()
        {
        }
    }

    private sealed class Wire : TestConnection
    {
        public bool Keeps { get; set; } = true;

        public List<VoiceHeader> Headers { get; } = [];

        public override bool TrySendDatagram(ReadOnlySpan<byte> datagram)
        {
            if (Keeps)
            {
                Assert.True(VoiceHeader.TryRead(datagram, out VoiceHeader header, out _));
                Headers.Add(header);
            }

            return true;
        }
    }
}
