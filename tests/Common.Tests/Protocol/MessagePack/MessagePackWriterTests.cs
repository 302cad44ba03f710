using System.Buffers;
using Mcu.Common.Protocol.MessagePack;
using Xunit;

namespace Mcu.Common.Tests.Protocol.MessagePack;

public sealed class MessagePackWriterTests
{
    private delegate void WriteAction(MessagePackWriter writer);

    [Theory]
    [MemberData(nameof(MessagePackVectors.Signed), MemberType = typeof(MessagePackVectors))]
    public void WritesSignedIntegersInTheShortestFormat(long value, string hex)
    {
        Assert.Equal(hex, Written(writer => writer.Write(value)));
        if (value >= 0)
        {
            Assert.Equal(hex, Written(writer => writer.Write((ulong)value)));
        }
    }

    [Fact]
    public void WritesTheLargestUnsignedInteger() =>
        Assert.Equal("cfffffffffffffffff", Written(writer => writer.Write(ulong.MaxValue)));

    [Theory]
    [MemberData(nameof(MessagePackVectors.Doubles), MemberType = typeof(MessagePackVectors))]
    public void WritesDoubles(double value, string hex) => Assert.Equal(hex, Written(writer => writer.Write(value)));

    [Fact]
    public void WritesNilBooleansAndSingles()
    {
        Assert.Equal("c0", Written(writer => writer.WriteNil()));
        Assert.Equal("c2", Written(writer => writer.Write(false)));
        Assert.Equal("c3", Written(writer => writer.Write(true)));
        Assert.Equal("ca3fc00000", Written(writer => writer.Write(1.5f)));
    }

    [Theory]
    [MemberData(nameof(MessagePackVectors.TextHeaders), MemberType = typeof(MessagePackVectors))]
    public void WritesTextOfEveryWidth(int length, string header) =>
        Assert.Equal(header + Filled(length, "61"), Written(writer => writer.Write(new string('a', length))));

    [Theory]
    [MemberData(nameof(MessagePackVectors.BinaryHeaders), MemberType = typeof(MessagePackVectors))]
    public void WritesBinaryOfEveryWidth(int length, string header) =>
        Assert.Equal(header + Filled(length, "00"), Written(writer => writer.Write(new byte[length])));

    [Theory]
    [MemberData(nameof(MessagePackVectors.ArrayHeaders), MemberType = typeof(MessagePackVectors))]
    public void WritesArrayHeadersOfEveryWidth(int count, string header) =>
        Assert.Equal(header, Written(writer => writer.WriteArrayHeader(count)));

    [Theory]
    [MemberData(nameof(MessagePackVectors.MapHeaders), MemberType = typeof(MessagePackVectors))]
    public void WritesMapHeadersOfEveryWidth(int count, string header) =>
        Assert.Equal(header, Written(writer => writer.WriteMapHeader(count)));

    [Theory]
    [MemberData(nameof(MessagePackVectors.ExtensionHeaders), MemberType = typeof(MessagePackVectors))]
    public void WritesExtensionsOfEveryWidth(int length, string header) =>
        Assert.Equal(header + Filled(length, "00"), Written(writer => writer.WriteExtension(5, new byte[length])));

    [Theory]
    [MemberData(nameof(MessagePackVectors.Timestamps), MemberType = typeof(MessagePackVectors))]
    public void WritesTimestampsInTheFewestBits(long seconds, uint nanoseconds, string hex) =>
        Assert.Equal(hex, Written(writer => writer.Write(new MessagePackTimestamp(seconds, nanoseconds))));

    [Fact]
    public void RefusesATimestampWithAWholeSecondOfNanoseconds() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Written(writer => writer.Write(new MessagePackTimestamp(0, 1_000_000_000))));

    [Fact]
    public void WritesALoneSurrogateAsTheReplacementCharacter() =>
        Assert.Equal("a3efbfbd", Written(writer => writer.Write("\ud800")));

    [Fact]
    public void RefusesNegativeCounts()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Written(writer => writer.WriteArrayHeader(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Written(writer => writer.WriteMapHeader(-1)));
    }

    private static string Filled(int length, string hex) => string.Concat(Enumerable.Repeat(hex, length));

    private static string Written(WriteAction write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new MessagePackWriter(output));
        return Convert.ToHexStringLower(output.WrittenSpan);
    }
}
