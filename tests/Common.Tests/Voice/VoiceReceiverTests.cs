using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Voice;

public sealed class VoiceReceiverTests
{
    private const int Frame = AudioFormat.FrameSamples;

    [Fact]
    public void TheSenderNumbersPacketsAndTimeApart()
    {
        using var sender = new VoiceSender(new OpusEncoderOptions(), uint.MaxValue, uint.MaxValue - 959);
        byte[] payload = new byte[1275];
        float[] frame = [.. Enumerable.Repeat(0.1f, Frame)];
        VoicePacket first = sender.Send(frame, payload);
        Assert.Equal(
            (uint.MaxValue, uint.MaxValue - 959, true, (byte)20),
            (first.Sequence, first.Timestamp, first.StartsTalkspurt, first.Level));
        Assert.InRange(first.Length, 1, 1275);
        VoicePacket second = sender.Send(frame, payload);
        Assert.Equal((0u, 0u, false), (second.Sequence, second.Timestamp, second.StartsTalkspurt));
        sender.StaySilent();
        sender.StaySilent();
        VoicePacket third = sender.Send(frame, payload);
        Assert.Equal((1u, 2880u, true), (third.Sequence, third.Timestamp, third.StartsTalkspurt));
    }

    [Fact]
    public void ManySilentFramesAreAsManyTimesOne()
    {
        using var sender = new VoiceSender(new OpusEncoderOptions(), 5, uint.MaxValue);
        byte[] payload = new byte[1275];
        sender.Send(new float[Frame], payload);
        sender.StaySilent(0);
        Assert.False(sender.Send(new float[Frame], payload).StartsTalkspurt);

        sender.StaySilent(1_000_000_000_000);

        VoicePacket packet = sender.Send(new float[Frame], payload);
        Assert.Equal(
            (7u, unchecked((uint)((1_000_000_000_002L * Frame) - 1)), true),
            (packet.Sequence, packet.Timestamp, packet.StartsTalkspurt));
        Assert.Throws<ArgumentOutOfRangeException>(() => sender.StaySilent(-1));
    }

    // In the middle of a word, with packets that wait: one frame that fades out, then nothing, then whatever comes anew.
    [Fact]
    public void AStreamThatIsEndedFadesOutAndTheNextPacketBeginsAnother()
    {
        using var sender = new VoiceSender(new OpusEncoderOptions());
        using var receiver = new VoiceReceiver(new JitterBufferOptions { IsFixed = true, StartDelay = 1 });
        float[] tone = [.. Enumerable.Range(0, Frame).Select(i => 0.3f * MathF.Sin(2 * MathF.PI * 500 * i / 48_000f))];
        byte[] datagram = new byte[ProtocolLimits.MaxDatagramBytes];
        float[] frame = new float[Frame];
        long now = MonotonicClock.Second;
        Assert.True(receiver.IsIdle);
        Assert.False(receiver.TryEnd(frame));
        Say(20);
        Assert.True(receiver.TryNext(now, frame, out _));
        float last = frame[^1];
        Put();
        Put();

        Assert.True(receiver.TryEnd(frame));
        Assert.InRange(MathF.Abs(frame[0] - last), 0, 0.05f);
        Assert.InRange(AudioLevel.Rms(frame), 0.05f, 0.2f);
        Assert.InRange(AudioLevel.Rms(frame.AsSpan(Frame - 48)), 0, 0.02f);
        Assert.True(receiver.IsIdle);
        Assert.False(receiver.TryNext(now + AudioFormat.FrameDuration, frame, out _));
        Assert.False(receiver.TryEnd(frame));
        Assert.All(frame, sample => Assert.Equal(0, sample));

        // A minute later, with as many packets missing in between: neither loss nor concealment.
        for (int i = 0; i < 3_000; i++)
        {
            sender.SendDatagram(tone, isSpeech: true, datagram);
            now += AudioFormat.FrameDuration;
        }

        Say(20);
        Assert.Equal(0, receiver.Statistics.Lost);
        Assert.Equal(0, receiver.Statistics.Concealed);
        Assert.InRange(AudioLevel.Rms(frame), 0.15f, 0.25f);

        void Put()
        {
            int length = sender.SendDatagram(tone, isSpeech: true, datagram);
            Assert.True(receiver.TryInsertDatagram(datagram.AsSpan(0, length), now));
        }

        void Say(int frames)
        {
            for (int i = 0; i < frames; i++)
            {
                now += AudioFormat.FrameDuration;
                Put();
                receiver.TryNext(now, frame, out _);
            }
        }
    }

    [Fact]
    public void ADatagramThatIsSentIsTakenAndAnythingElseIsNot()
    {
        using var sender = new VoiceSender(new OpusEncoderOptions(), firstSequence: 7, firstTimestamp: 70);
        using var receiver = new VoiceReceiver();
        byte[] datagram = new byte[ProtocolLimits.MaxDatagramBytes];
        int length = sender.SendDatagram(new float[Frame], isSpeech: true, datagram);
        Assert.True(VoiceHeader.TryRead(datagram.AsSpan(0, length), out VoiceHeader header, out ReadOnlySpan<byte> payload));
        Assert.Equal(new VoiceHeader(true, true, AudioLevel.Silence, 7, 70), header);
        Assert.Equal(length - VoiceHeader.Size, payload.Length);

        Assert.True(receiver.TryInsertDatagram(datagram.AsSpan(0, length), 1));
        Assert.False(receiver.TryInsertDatagram(datagram.AsSpan(0, VoiceHeader.Size), 2));
        Assert.Equal(1, receiver.Statistics.Received);
    }

    // Too little and too much delay in turn: frames are put in and taken out, and none of it clicks.
    [Theory]
    [InlineData(0.998)]
    [InlineData(1.002)]
    public void StretchedSpeechDoesNotClick(double speed)
    {
        using var sender = new VoiceSender(new OpusEncoderOptions());
        using var receiver = new VoiceReceiver();
        float[] tone = [.. Enumerable.Range(0, 11_000 * Frame).Select(i => 0.3f * MathF.Sin(2 * MathF.PI * 217 * i / 48_000f))];
        byte[] payload = new byte[1275];
        float[] frame = new float[Frame];
        float largestStep = 0;
        float last = 0;
        long sendAt = MonotonicClock.Second;
        int sent = 0;
        int silent = 0;
        for (int i = 0; i < 10_000; i++)
        {
            long now = MonotonicClock.Second + (i * AudioFormat.FrameDuration);
            for (; sendAt <= now; sendAt += (long)(AudioFormat.FrameDuration / speed))
            {
                VoicePacket p = sender.Send(tone.AsSpan(sent++ * Frame, Frame), payload);
                receiver.Insert(p.Sequence, p.Timestamp, p.StartsTalkspurt, p.Level, payload.AsSpan(0, p.Length), sendAt);
            }

            silent += receiver.TryNext(now, frame, out _) ? 0 : 1;
            for (int s = 0; s < Frame; s++)
            {
                largestStep = i > 50 ? Math.Max(largestStep, MathF.Abs(frame[s] - last)) : 0;
                last = frame[s];
            }
        }

        JitterBufferStatistics counts = receiver.Statistics;
        Assert.InRange(speed > 1 ? counts.Accelerated : counts.Expanded, 12, 24);
        Assert.InRange(silent, 0, 3);
        Assert.InRange(counts.Concealed, 0, 3);
        float step = 0.3f * 2 * MathF.PI * 217 / 48_000f;
        Assert.True(largestStep < 2.5f * step, $"{largestStep} where the tone itself has {step}");
    }

    [Fact]
    public void GarbageIsConcealedAndCounted()
    {
        using var sender = new VoiceSender(new OpusEncoderOptions());
        using var receiver = new VoiceReceiver();
        var random = new Random(6);
        byte[] payload = new byte[1275];
        float[] frame = new float[Frame];
        for (int i = 0; i < 3000; i++)
        {
            long now = i * AudioFormat.FrameDuration;
            VoicePacket p = sender.Send(RecordedSpeech.Samples.Slice(i % 500 * Frame, Frame), payload);
            Span<byte> packet = payload.AsSpan(0, p.Length);
            if (i % 3 == 0)
            {
                random.NextBytes(packet);
            }

            receiver.Insert(p.Sequence, p.Timestamp, p.StartsTalkspurt, p.Level, packet, now);
            receiver.TryNext(now, frame, out _);
            Assert.All(frame, sample => Assert.InRange(sample, -1f, 1f));
        }

        Assert.InRange(receiver.Undecodable, 100, 1000);
    }

    [Fact]
    public void AFrameIsMadeWithoutAllocating()
    {
        using var sender = new VoiceSender(new OpusEncoderOptions());
        using var receiver = new VoiceReceiver();
        var random = new Random(8);
        byte[] payload = new byte[1275];
        float[] frame = new float[Frame];
        int i = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int end = i + 1200; i < end; i++)
            {
                // 1 % too fast, a tenth lost, and a pause now and then.
                long now = (long)(i * AudioFormat.FrameDuration * 1.01);
                if (i % 200 > 180)
                {
                    sender.StaySilent();
                }
                else
                {
                    VoicePacket p = sender.Send(RecordedSpeech.Samples.Slice(i % 500 * Frame, Frame), payload);
                    if (random.Next(10) != 0)
                    {
                        long arrival = i * AudioFormat.FrameDuration;
                        ReadOnlySpan<byte> packet = payload.AsSpan(0, p.Length);
                        receiver.Insert(p.Sequence, p.Timestamp, p.StartsTalkspurt, p.Level, packet, arrival);
                    }
                }

                receiver.TryNext(now, frame, out _);
            }
        }));
        Assert.True(receiver.Statistics.FecRebuilt > 0);
    }
}
