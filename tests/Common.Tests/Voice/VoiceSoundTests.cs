using System.Numerics.Tensors;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Voice;
using Mcu.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.Common.Tests.Voice;

// How speech sounds at the far end of a lossy path: sender, path, jitter buffer, decoder. The gates are those of real
// measurements.
public sealed class VoiceSoundTests(ITestOutputHelper output)
{
    private const int Frame = AudioFormat.FrameSamples;
    private const int Rounds = 4;
    private const int WarmUp = 500; // frames until the delay has settled; what is heard later stays aligned

    [Theory]
    [InlineData(0.00, 1, 2.2, 0.005)]
    [InlineData(0.10, 1, 2.6, 0.010)]
    [InlineData(0.20, 1, 3.3, 0.035)]
    [InlineData(0.10, 3, 3.5, 0.060)]
    public void SpeechSurvivesLoss(double loss, int burst, double maxDecibels, double maxBad)
    {
        // Three different runs of luck, counted together.
        LogSpectralDistance[] runs = [.. Enumerable.Range(1, 3).Select(seed => Run(loss, burst, seed))];
        double decibels = runs.Average(run => run.Decibels);
        double bad = runs.Average(run => run.BadShare);
        Assert.True(decibels <= maxDecibels, $"{decibels:F2} dB");
        Assert.True(bad <= maxBad, $"{bad:P2} bad");
    }

    private LogSpectralDistance Run(double loss, int burst, int seed)
    {
        var path = new VirtualPath<(VoicePacket Packet, byte[] Payload)>(
            new VirtualPathOptions { Loss = loss, LossBurst = burst, Seed = seed });
        using var sender = new VoiceSender(new OpusEncoderOptions { Bitrate = 40_000 });
        using var receiver = new VoiceReceiver();
        int frames = RecordedSpeech.Samples.Length / Frame * Rounds;
        float[] said = new float[frames * Frame];
        float[] heard = new float[(frames + 10) * Frame];
        byte[] payload = new byte[1275];
        JitterBufferStatistics settled = default;
        for (int i = 0; i < frames + 10; i++)
        {
            long now = MonotonicClock.Second + (i * AudioFormat.FrameDuration);
            if (i < frames)
            {
                ReadOnlySpan<float> frame = RecordedSpeech.Samples.Slice(i * Frame % RecordedSpeech.Samples.Length, Frame);
                frame.CopyTo(said.AsSpan(i * Frame));
                VoicePacket packet = sender.Send(frame, payload);
                path.Send((packet, payload[..packet.Length]), now);
            }

            long tick = now + (10 * MonotonicClock.Millisecond);
            while (path.TryReceive(tick, out (VoicePacket Packet, byte[] Payload) got, out long arrival))
            {
                VoicePacket p = got.Packet;
                receiver.Insert(p.Sequence, p.Timestamp, p.StartsTalkspurt, p.Level, got.Payload, arrival);
            }

            receiver.TryNext(tick, heard.AsSpan(i * Frame, Frame), out _);
            settled = i == WarmUp ? receiver.Statistics : settled;
            sender.Encoder.ExpectedLossPercent = (int)Math.Round(receiver.LossRate * 100);
        }

        JitterBufferStatistics counts = receiver.Statistics;
        Assert.Equal((settled.Accelerated, settled.Expanded), (counts.Accelerated, counts.Expanded));
        int delay = DelayBetween(said, heard);
        LogSpectralDistance distance = LogSpectralDistance.Between(
            said.AsSpan(WarmUp * Frame),
            heard.AsSpan((WarmUp * Frame) + delay));
        output.WriteLine($"{loss:P0} lost in bursts of {burst}: {distance}, {delay / 48.0:F1} ms later; "
            + $"rebuilt {counts.FecRebuilt}, concealed {counts.Concealed}, lost {counts.Lost}");
        return distance;
    }

    // Where the two are most alike, within 100 ms.
    private static int DelayBetween(ReadOnlySpan<float> said, ReadOnlySpan<float> heard)
    {
        ReadOnlySpan<float> part = said.Slice(WarmUp * Frame, 500 * Frame);
        int best = 0;
        float likeness = float.MinValue;
        for (int delay = 0; delay < 5 * Frame; delay++)
        {
            float now = TensorPrimitives.Dot(part, heard.Slice((WarmUp * Frame) + delay, part.Length));
            (best, likeness) = now > likeness ? (delay, now) : (best, likeness);
        }

        return best;
    }
}
