using Mcu.Common.Protocol;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Protocol;

public sealed class VoiceHeaderTests
{
    private const int Inputs = 200_000;

    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];

    [Theory]
    [InlineData(false, false, 0, 0u, 0u, "40000000000000000000")]
    [InlineData(true, false, 0, 0u, 0u, "60000000000000000000")]
    [InlineData(false, true, 127, 1u, 960u, "40ff00000001000003c0")]
    [InlineData(true, true, 30, uint.MaxValue, 0x01020304u, "609effffffff01020304")]
    public void WritesAndReadsEveryField(bool start, bool voice, byte level, uint sequence, uint timestamp, string hex)
    {
        var header = new VoiceHeader(start, voice, level, sequence, timestamp);
        int length = header.Write(_datagram, [0x78, 0x01]);
        Assert.Equal(hex + "7801", Convert.ToHexStringLower(_datagram.AsSpan(0, length)));

        Assert.True(VoiceHeader.TryRead(_datagram.AsSpan(0, length), out VoiceHeader read, out ReadOnlySpan<byte> payload));
        Assert.Equal(header, read);
        Assert.Equal([0x78, 0x01], payload.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RenumbersADatagramAndLeavesTheRest(bool start)
    {
        int length = new VoiceHeader(!start, true, 30, 1, 2).Write(_datagram, [0x78, 0x01]);
        VoiceHeader.Renumber(_datagram, start, uint.MaxValue, 0x01020304);
        Assert.True(VoiceHeader.TryRead(_datagram.AsSpan(0, length), out VoiceHeader read, out ReadOnlySpan<byte> payload));
        Assert.Equal(new VoiceHeader(start, true, 30, uint.MaxValue, 0x01020304), read);
        Assert.Equal([0x78, 0x01], payload.ToArray());
    }

    [Fact]
    public void WritesTheHeaderBeforeAPacketThatIsThere()
    {
        _datagram[VoiceHeader.Size] = 0x78;
        new VoiceHeader(false, false, 5, 1, 2).WriteTo(_datagram);
        ReadOnlySpan<byte> datagram = _datagram.AsSpan(0, VoiceHeader.MinDatagramBytes);
        Assert.True(VoiceHeader.TryRead(datagram, out VoiceHeader read, out ReadOnlySpan<byte> payload));
        Assert.Equal(5, read.Level);
        Assert.Equal([0x78], payload.ToArray());
    }

    [Theory]
    [InlineData(128)]
    [InlineData(255)]
    public void WritesALevelBelowSilenceAsSilence(byte level)
    {
        new VoiceHeader(false, false, level, 0, 0).WriteTo(_datagram);
        Assert.Equal(VoiceHeader.MaxLevel, _datagram[1]);
    }

    [Fact]
    public void TakesTheLargestDatagramAndNoneLarger()
    {
        var header = new VoiceHeader(false, true, 20, 1, 2);
        int length = header.Write(_datagram, new byte[ProtocolLimits.MaxPacketBytes]);
        Assert.Equal(ProtocolLimits.MaxDatagramBytes, length);
        Assert.True(VoiceHeader.TryRead(_datagram, out _, out ReadOnlySpan<byte> payload));
        Assert.Equal(ProtocolLimits.MaxPacketBytes, payload.Length);

        Assert.False(VoiceHeader.TryRead([.. _datagram, 0], out _, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("40")]
    [InlineData("40000000000000000000")]
    [InlineData("0000000000000000000078")]
    [InlineData("8000000000000000000078")]
    [InlineData("c000000000000000000078")]
    public void DropsWhatIsTooShortOrOfAnotherVersion(string hex)
    {
        Assert.False(VoiceHeader.TryRead(Convert.FromHexString(hex), out VoiceHeader header, out ReadOnlySpan<byte> payload));
        Assert.Equal(default, header);
        Assert.True(payload.IsEmpty);
    }

    [Fact]
    public void PassesOverReservedBits()
    {
        Assert.True(VoiceHeader.TryRead(Convert.FromHexString("5f0500000001000000027801"), out VoiceHeader header, out _));
        Assert.Equal(new VoiceHeader(false, false, 5, 1, 2), header);
    }

    [Fact]
    public void RefusesToWritePacketsThatNobodyTakes()
    {
        var header = new VoiceHeader(false, false, 0, 0, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => header.Write(_datagram, []));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => header.Write(new byte[2_000], new byte[ProtocolLimits.MaxPacketBytes + 1]));
        Assert.Throws<ArgumentException>(() => header.Write(new byte[VoiceHeader.Size], [1]));
    }

    [Fact]
    public void NeitherReadingNorWritingAllocates()
    {
        byte[] packet = new byte[100];
        RoundTrip(packet, 0);
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (uint i = 0; i < 10_000; i++)
            {
                RoundTrip(packet, i);
            }
        }));
    }

    // Whatever the bytes are: refused, or a header within its ranges and all the bytes behind it; never an exception, never a copy.
    [Fact]
    public void SurvivesBrokenDatagrams()
    {
        var fuzz = new Fuzz(5);
        byte[] valid = new byte[VoiceHeader.Size + 80];
        new VoiceHeader(true, true, 33, 123_456, 654_321).Write(valid, new byte[80]);
        int taken = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] input = i % 4 == 0 ? fuzz.Noise(1_100) : fuzz.Mutate(valid);
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool read = VoiceHeader.TryRead(input, out VoiceHeader header, out ReadOnlySpan<byte> payload);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            if (read)
            {
                taken++;
                Assert.InRange(header.Level, 0, VoiceHeader.MaxLevel);
                Assert.Equal(input.Length - VoiceHeader.Size, payload.Length);
                Assert.InRange(payload.Length, 1, ProtocolLimits.MaxPacketBytes);
            }
        }

        Assert.InRange(taken, Inputs / 4, Inputs - 1);
    }

    private void RoundTrip(byte[] packet, uint number)
    {
        int length = new VoiceHeader(false, true, 40, number, number * 960).Write(_datagram, packet);
        VoiceHeader.TryRead(_datagram.AsSpan(0, length), out _, out _);
    }
}
