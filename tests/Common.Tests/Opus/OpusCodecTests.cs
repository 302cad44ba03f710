using Mcu.Common.Opus;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Opus;

public sealed class OpusCodecTests
{
    private const int Frame = OpusDefaults.FrameSamples;

    [Fact]
    public void TheLibraryTellsItsVersion()
    {
        OpusLibrary.EnsureLoaded();
        Assert.Contains("opus", OpusLibrary.Version, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("libopus", OpusLibrary.MissingSentence, StringComparison.Ordinal);
    }

    [Fact]
    public void SpeechComesBackAsItWas()
    {
        float[] heard = Decode(Encode(new OpusEncoderOptions { Bitrate = 40_000 }));
        LogSpectralDistance distance = Compare(heard);
        Assert.True(distance.Decibels <= 2.2, distance.ToString());
        Assert.True(distance.BadShare <= 0.005, distance.ToString());
    }

    [Fact]
    public void MoreBitsSoundBetter()
    {
        double previous = double.MaxValue;
        foreach (int bitrate in new[] { 16_000, 36_000, 96_000 })
        {
            double distance = Compare(Decode(Encode(new OpusEncoderOptions { Bitrate = bitrate }))).Decibels;
            Assert.True(distance < previous, $"{bitrate} b/s: {distance} dB after {previous} dB");
            previous = distance;
        }
    }

    [Fact]
    public void ASineKeepsItsShape()
    {
        // Not Voip, whose high-pass filter turns the phase.
        using var encoder = new OpusEncoder(new OpusEncoderOptions { Application = OpusApplication.Audio, Bitrate = 64_000 });
        using var decoder = new OpusDecoder();
        float[] sine = [.. Enumerable.Range(0, 50 * Frame).Select(i => 0.3f * MathF.Sin(2 * MathF.PI * 440 * i / 48_000f))];
        float[] heard = new float[sine.Length];
        byte[] packet = new byte[OpusDefaults.MaxPacketBytes];
        for (int at = 0; at < sine.Length; at += Frame)
        {
            int length = encoder.Encode(sine.AsSpan(at, Frame), packet);
            Assert.True(decoder.TryDecode(packet.AsSpan(0, length), heard.AsSpan(at, Frame)));
        }

        double signal = 0;
        double noise = 0;
        for (int i = 10 * Frame; i < sine.Length - Frame; i++)
        {
            double error = sine[i - encoder.LookaheadSamples] - heard[i];
            signal += sine[i] * sine[i];
            noise += error * error;
        }

        Assert.True(10 * Math.Log10(signal / noise) > 20, $"{10 * Math.Log10(signal / noise):F1} dB");
    }

    [Fact]
    public void TheDefaultsReallySendForwardErrorCorrection()
    {
        List<byte[]> packets = Encode(new OpusEncoderOptions());
        int carrying = packets.Count(packet => OpusPacket.HasFec(packet));
        Assert.True(carrying > packets.Count / 2, $"{carrying} of {packets.Count}");
        List<byte[]> without = Encode(new OpusEncoderOptions { ForwardErrorCorrection = false });
        Assert.DoesNotContain(without, packet => OpusPacket.HasFec(packet));
    }

    [Fact]
    public void AFrameRebuiltFromTheNextPacketIsBetterThanOneMadeUp()
    {
        List<byte[]> packets = Encode(new OpusEncoderOptions { ExpectedLossPercent = 10 });
        LogSpectralDistance concealed = Compare(DecodeWithLoss(packets, useFec: false));
        LogSpectralDistance rebuilt = Compare(DecodeWithLoss(packets, useFec: true));
        Assert.True(rebuilt.Decibels < concealed.Decibels - 0.5, $"{rebuilt} against {concealed}");
        Assert.True(rebuilt.BadShare < concealed.BadShare / 3, $"{rebuilt} against {concealed}");
    }

    [Fact]
    public void APacketWithoutACopyIsToldFromOneWith()
    {
        using var decoder = new OpusDecoder();
        float[] frame = new float[Frame];
        List<byte[]> with = Encode(new OpusEncoderOptions());
        byte[] without = Encode(new OpusEncoderOptions { ForwardErrorCorrection = false })[40];
        Assert.Equal(OpusRecovery.Concealment, decoder.Recover(without, frame));
        Assert.Equal(OpusRecovery.ForwardErrorCorrection, decoder.Recover(with.Last(packet => OpusPacket.HasFec(packet)), frame));
        Assert.Equal(OpusRecovery.Concealment, decoder.Recover([], frame));
    }

    [Fact]
    public void SettingsAreKeptAndChecked()
    {
        using var encoder = new OpusEncoder(new OpusEncoderOptions());
        Assert.Equal(36_000, encoder.Bitrate);
        Assert.Equal(5, encoder.Complexity);
        Assert.Equal(5, encoder.ExpectedLossPercent);
        Assert.Equal(312, encoder.LookaheadSamples);
        encoder.ExpectedLossPercent = 90;
        Assert.Equal(20, encoder.ExpectedLossPercent);
        encoder.ExpectedLossPercent = 0;
        Assert.Equal(5, encoder.ExpectedLossPercent);
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Bitrate = 5_999);
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Complexity = 11);
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode(new float[480], new byte[1275]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OpusEncoder(new OpusEncoderOptions { Bitrate = 1 }));
    }

    [Fact]
    public void ResetMakesBothEndsAsNew()
    {
        using var encoder = new OpusEncoder(new OpusEncoderOptions());
        byte[] first = new byte[1275];
        byte[] again = new byte[1275];
        ReadOnlySpan<float> frame = RecordedSpeech.Samples.Slice(20 * Frame, Frame);
        int length = encoder.Encode(frame, first);
        encoder.Encode(RecordedSpeech.Samples.Slice(25 * Frame, Frame), again);
        encoder.Reset();
        Assert.Equal(length, encoder.Encode(frame, again));
        Assert.Equal(first.AsSpan(0, length), again.AsSpan(0, length));

        using var decoder = new OpusDecoder();
        float[] heard = new float[Frame];
        float[] heardAgain = new float[Frame];
        Assert.True(decoder.TryDecode(first.AsSpan(0, length), heard));
        decoder.Conceal(heardAgain);
        decoder.Reset();
        Assert.True(decoder.TryDecode(first.AsSpan(0, length), heardAgain));
        Assert.Equal(heard, heardAgain);
    }

    [Fact]
    public void CodingAllocatesNothing()
    {
        using var encoder = new OpusEncoder(new OpusEncoderOptions());
        using var decoder = new OpusDecoder();
        byte[] packet = new byte[1275];
        float[] frame = new float[Frame];
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                int length = encoder.Encode(RecordedSpeech.Samples.Slice(i * Frame, Frame), packet);
                decoder.Conceal(frame);
                decoder.Recover(packet.AsSpan(0, length), frame);
                decoder.TryDecode(packet.AsSpan(0, length), frame);
                encoder.ExpectedLossPercent = 5 + (i % 10);
            }
        }));
    }

    private static List<byte[]> Encode(OpusEncoderOptions options)
    {
        using var encoder = new OpusEncoder(options);
        var packets = new List<byte[]>();
        byte[] packet = new byte[1275];
        for (int at = 0; at < RecordedSpeech.Samples.Length; at += Frame)
        {
            int length = encoder.Encode(RecordedSpeech.Samples.Slice(at, Frame), packet);
            packets.Add(packet[..length]);
        }

        return packets;
    }

    private static float[] Decode(List<byte[]> packets)
    {
        using var decoder = new OpusDecoder();
        float[] heard = new float[packets.Count * Frame];
        for (int i = 0; i < packets.Count; i++)
        {
            Assert.True(decoder.TryDecode(packets[i], heard.AsSpan(i * Frame, Frame)));
        }

        return heard;
    }

    private static float[] DecodeWithLoss(List<byte[]> packets, bool useFec)
    {
        using var decoder = new OpusDecoder();
        var random = new Random(7);
        float[] heard = new float[packets.Count * Frame];
        bool[] lost = [.. packets.Select(_ => random.NextDouble() < 0.1)];
        for (int i = 0; i < packets.Count; i++)
        {
            Span<float> frame = heard.AsSpan(i * Frame, Frame);
            if (!lost[i])
            {
                decoder.TryDecode(packets[i], frame);
            }
            else if (useFec && i + 1 < packets.Count && !lost[i + 1])
            {
                decoder.Recover(packets[i + 1], frame);
            }
            else
            {
                decoder.Conceal(frame);
            }
        }

        return heard;
    }

    private static LogSpectralDistance Compare(float[] heard) =>
        LogSpectralDistance.Between(RecordedSpeech.Samples, heard.AsSpan(312));
}
