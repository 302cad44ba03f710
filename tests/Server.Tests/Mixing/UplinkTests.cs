using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

// What comes before a word: a sender that was not sure sends it with the word's first loud frame.
public sealed class UplinkTests : IDisposable
{
    private const float Soft = 0.0015f; // under the threshold of 0.002
    private const float Loud = 0.1f;

    private readonly Uplink _uplink = new(new MixOptions(), new MixStatistics(), null);
    private readonly VoiceSender _sender = new(new OpusEncoderOptions());
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private long _now;

    public void Dispose()
    {
        _uplink.Dispose();
        _sender.Dispose();
    }

    [Fact]
    public void The_soft_frames_before_a_loud_one_are_heard()
    {
        for (int word = 0; word < 5; word++)
        {
            Send(Soft);
            Send(Soft);
            List<bool> talks = [];
            for (int i = 0; i < 30; i++)
            {
                Send(Loud);
                talks.Add(Tick());
            }

            int before = talks.IndexOf(true);
            Assert.InRange(before, 0, 4);
            Assert.DoesNotContain(false, talks.Skip(before));
            for (int i = 0; i < 60; i++)
            {
                _sender.StaySilent();
                Tick();
            }

            Assert.False(_uplink.Talks);
        }
    }

    [Fact]
    public void Its_very_first_frame_is_soft()
    {
        Send(Soft);
        Send(Soft);
        Send(Loud);
        while (!Tick())
        {
            Send(Loud);
        }

        Assert.InRange(AudioLevel.Rms(_uplink.Frame), 0, 0.01f);
    }

    [Fact]
    public void Soft_frames_that_nothing_loud_follows_are_not()
    {
        for (int i = 0; i < 100; i++)
        {
            Send(Soft);
            Assert.False(Tick());
        }
    }

    private void Send(float rms)
    {
        for (int i = 0; i < _frame.Length; i++)
        {
            _frame[i] = rms * MathF.Sqrt(2) * MathF.Sin(i * MathF.Tau / 96);
        }

        int length = _sender.SendDatagram(_frame, isSpeech: true, _datagram);
        _uplink.Receive(_datagram.AsSpan(0, length), _now);
    }

    private bool Tick()
    {
        _now += AudioFormat.FrameDuration;
        _uplink.Tick(_now);
        return _uplink.Talks;
    }
}
