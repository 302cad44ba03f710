using Mcu.Client.Audio.Devices;
using Mcu.Client.Audio.Processing;
using Mcu.Client.Tests.Audio.Devices;
using Mcu.Client.Tests.Session;
using Mcu.Client.Voice;
using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Voice;

// The whole path of a client with sound cards, at another rate than ours and in stereo: microphone → resampler → processing → gate →
// encoder → line, and line → jitter buffer → decoder → resampler → loudspeaker, which the echo canceller hears.
public class SoundCardAllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_card_to_card_nothing_is_allocated(bool isContinuous)
    {
        using var devices = new FakeDevices { Format = new StreamFormat(44_100, 2) };
        devices.Present.Add(FakeDevices.Device("card", isDefault: true));
        using var microphone = new Microphone(devices, null, _ => { }, new CountingClock());
        using var loudspeaker = new Loudspeaker(devices, null, _ => { }, new CountingClock());
        microphone.Attend(0);
        loudspeaker.Attend(0);
        Assert.All(devices.Opened, stream => stream.KeepsSound = false);
        var switches = new VoiceSwitches { EchoCancellation = true, NoiseSuppression = true, AutomaticGain = true };
        var reference = new EchoReference();
        using var processing = new VoiceProcessing(switches, reference);
        var headset = new HeadsetOptions
        {
            Processing = processing,
            Reference = reference,
            Transmit = new TransmitSwitch { Mode = isContinuous ? TransmitMode.Continuous : TransmitMode.VoiceActivity },
        };
        var inbox = new VoiceInbox();
        var wire = new Echo(inbox);
        using var pump = new TestPump(microphone, loudspeaker, inbox, wire, new VoiceLineOptions(), headset);
        Drive(150);
        Assert.Equal(0, Allocation.Of(() => Drive(200)));
        Assert.True(pump.Sent > 0 && pump.Heard.Received > 0);
        Assert.Equal(2, devices.Opened.Count);
        Assert.All(devices.Opened, stream => Assert.True(stream.Calls >= 350));

        void Drive(int frames)
        {
            for (int i = 0; i < frames; i++)
            {
                wire.Now += AudioFormat.FrameDuration;
                pump.Step(wire.Now, maySend: true);
            }
        }
    }

    // What is sent comes back.
    private sealed class Echo(VoiceInbox inbox) : TestConnection
    {
        public long Now { get; set; }

        public override bool TrySendDatagram(ReadOnlySpan<byte> datagram)
        {
            inbox.OnDatagram(datagram, Now);
            return true;
        }
    }
}
