using System.Runtime.InteropServices;
using Mcu.Common.Opus;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Opus;

public sealed unsafe partial class OpusPacketTests
{
    [Theory]
    [InlineData(new byte[] { 0x08, 1, 2 }, OpusMode.Silk, OpusBandwidth.Narrowband, 1, 960)]
    [InlineData(new byte[] { 0x78, 1, 2 }, OpusMode.Hybrid, OpusBandwidth.Fullband, 1, 960)]
    [InlineData(new byte[] { 0xF8, 1, 2 }, OpusMode.Celt, OpusBandwidth.Fullband, 1, 960)]
    [InlineData(new byte[] { 0xF1, 1, 2 }, OpusMode.Celt, OpusBandwidth.Fullband, 2, 960)]
    [InlineData(new byte[] { 0xE3, 48 }, OpusMode.Celt, OpusBandwidth.Fullband, 48, 5760)]
    [InlineData(new byte[] { 0x18 }, OpusMode.Silk, OpusBandwidth.Narrowband, 1, 2880)]
    public void TheFirstBytesTellTheShape(byte[] packet, OpusMode mode, OpusBandwidth bandwidth, int frames, int samples)
    {
        Assert.True(OpusPacket.TryParse(packet, out OpusPacket shape));
        Assert.Equal((mode, bandwidth, frames, samples), (shape.Mode, shape.Bandwidth, shape.FrameCount, shape.Samples));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x09, 1, 2, 3 })] // two frames of one size in three bytes
    [InlineData(new byte[] { 0x0A, 9, 1 })] // a first frame longer than the packet
    [InlineData(new byte[] { 0x0B })] // no count byte
    [InlineData(new byte[] { 0x0B, 0 })] // no frame
    [InlineData(new byte[] { 0x0B, 7, 0 })] // 140 ms
    [InlineData(new byte[] { 0x0B, 0x41, 9, 1 })] // more padding than packet
    public void WhatIsNoPacketIsRefused(byte[] packet)
    {
        Assert.False(OpusPacket.TryParse(packet, out _));
        Assert.False(OpusPacket.HasFec(packet));
        using var decoder = new OpusDecoder();
        Assert.False(decoder.TryDecode(packet, new float[960]));
    }

    [Fact]
    public void PacketsThatDoNotLastAFrameAreRefusedAndLeaveTheDecoderAsItWas()
    {
        using var encoder = new OpusEncoder(new OpusEncoderOptions());
        using var decoder = new OpusDecoder();
        using var undisturbed = new OpusDecoder();
        byte[] packet = new byte[1275];
        float[] frame = new float[960];
        float[] expected = new float[960];
        for (int i = 10; i < 40; i++)
        {
            int length = encoder.Encode(RecordedSpeech.Samples.Slice(i * 960, 960), packet);
            Assert.False(decoder.TryDecode([0x00, 1, 2, 3], frame)); // 10 ms
            Assert.False(decoder.TryDecode([0x10, 1, 2, 3], frame)); // 40 ms
            Assert.All(frame, sample => Assert.Equal(0f, sample));
            Assert.True(decoder.TryDecode(packet.AsSpan(0, length), frame));
            Assert.True(undisturbed.TryDecode(packet.AsSpan(0, length), expected));
            Assert.Equal(expected, frame);
        }
    }

    // Every packet, random or mutated, is judged as libopus judges it, and none of them harms the decoder.
    [Fact]
    public void GarbageIsJudgedAsLibopusDoesAndNeverCrashesTheDecoder()
    {
        var random = new Random(20);
        using var decoder = new OpusDecoder();
        List<byte[]> valid = SomeValidPackets();
        float[] frame = new float[960];
        byte[] bytes = new byte[1400];
        int accepted = 0;
        for (int i = 0; i < 120_000; i++)
        {
            Span<byte> packet = NextInput(random, valid, bytes);
            AssertJudgedAsByLibopus(packet);
            OpusPacket.HasFec(packet);
            bool decode = i % 4 == 0; // decoding is a hundred times as slow as looking
            if (decode && decoder.TryDecode(packet, frame))
            {
                accepted++;
            }
            else if (i % 20 == 1)
            {
                decoder.Recover(packet, frame);
            }
        }

        Assert.True(accepted > 1000, $"{accepted}");
        Assert.All(frame, sample => Assert.True(float.IsFinite(sample)));
        Assert.True(decoder.TryDecode(valid[^1], frame));
    }

    private static void AssertJudgedAsByLibopus(ReadOnlySpan<byte> packet)
    {
        bool parsed = OpusPacket.TryParse(packet, out OpusPacket shape);
        nint* frames = stackalloc nint[48];
        short* sizes = stackalloc short[48];
        byte toc;
        int offset = 0;
        fixed (byte* data = packet)
        {
            int count = packet.IsEmpty ? -1 : opus_packet_parse(data, packet.Length, &toc, frames, sizes, &offset);
            string start = Convert.ToHexString(packet[..Math.Min(packet.Length, 20)]);
            Assert.True(parsed == (count > 0), $"{start} ({packet.Length}): {count}");
            if (parsed)
            {
                Assert.Equal((count, offset, (int)sizes[0]), (shape.FrameCount, shape.FirstFrameOffset, shape.FirstFrameLength));
                Assert.Equal(opus_packet_get_nb_samples(data, packet.Length, 48_000), shape.Samples);
            }
        }
    }

    private static Span<byte> NextInput(Random random, List<byte[]> valid, byte[] bytes)
    {
        if (random.Next(2) == 0)
        {
            Span<byte> garbage = bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length + 1) : random.Next(40));
            random.NextBytes(garbage);
            return garbage;
        }

        byte[] packet = valid[random.Next(valid.Count)];
        packet.CopyTo(bytes, 0);
        for (int flips = random.Next(1, 6); flips > 0; flips--)
        {
            bytes[random.Next(Math.Min(packet.Length, random.Next(1, 200)))] ^= (byte)(1 << random.Next(8));
        }

        return bytes.AsSpan(0, random.Next(3) == 0 ? random.Next(packet.Length + 1) : packet.Length);
    }

    private static List<byte[]> SomeValidPackets()
    {
        var packets = new List<byte[]>();
        byte[] packet = new byte[1275];
        foreach (int bitrate in new[] { 8_000, 20_000, 36_000, 128_000 })
        {
            using var encoder = new OpusEncoder(new OpusEncoderOptions { Bitrate = bitrate });
            for (int i = 0; i < 60; i++)
            {
                int length = encoder.Encode(RecordedSpeech.Samples.Slice(i * 960, 960), packet);
                packets.Add(packet[..length]);
            }
        }

        return packets;
    }

    [LibraryImport("libopus.so.0")]
    private static partial int opus_packet_parse(byte* data, int len, byte* toc, nint* frames, short* size, int* payload_offset);

    [LibraryImport("libopus.so.0")]
    private static partial int opus_packet_get_nb_samples(byte* packet, int len, int Fs);
}
