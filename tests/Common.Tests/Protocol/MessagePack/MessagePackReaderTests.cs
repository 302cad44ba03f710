using Mcu.Common.Protocol.MessagePack;
using Xunit;

namespace Mcu.Common.Tests.Protocol.MessagePack;

public sealed partial class MessagePackReaderTests
{
    [Theory]
    [MemberData(nameof(MessagePackVectors.Signed), MemberType = typeof(MessagePackVectors))]
    public void ReadsIntegers(long value, string hex)
    {
        var reader = Over(hex);
        Assert.Equal(MessagePackType.Integer, reader.NextType);
        Assert.Equal(value, reader.ReadInt64());
        Assert.True(reader.End);
    }

    [Theory]
    [InlineData("cc05", 5)]
    [InlineData("cd0005", 5)]
    [InlineData("ce00000005", 5)]
    [InlineData("cf0000000000000005", 5)]
    [InlineData("d005", 5)]
    [InlineData("d10005", 5)]
    [InlineData("d200000005", 5)]
    [InlineData("d30000000000000005", 5)]
    [InlineData("d0ff", -1)]
    [InlineData("d1ffff", -1)]
    [InlineData("d2ffffffff", -1)]
    [InlineData("d3ffffffffffffffff", -1)]
    public void ReadsIntegersWiderThanNeeded(string hex, long value) => Assert.Equal(value, Over(hex).ReadInt64());

    [Fact]
    public void ReadsTheLargestUnsignedIntegerOnlyAsUnsigned()
    {
        Assert.Equal(ulong.MaxValue, Over("cfffffffffffffffff").ReadUInt64());
        Assert.Equal(
            "The integer is 18446744073709551615; at most 9223372036854775807 is allowed.",
            Assert.Throws<MessagePackException>(() => Over("cfffffffffffffffff").ReadInt64()).Message);
    }

    [Fact]
    public void RefusesANegativeIntegerAsUnsigned() => Assert.Equal(
        "The integer is -1; at least 0 is allowed.",
        Assert.Throws<MessagePackException>(() => Over("ff").ReadUInt64()).Message);

    [Theory]
    [MemberData(nameof(MessagePackVectors.Doubles), MemberType = typeof(MessagePackVectors))]
    public void ReadsDoubles(double value, string hex) => Assert.Equal(value, Over(hex).ReadDouble());

    [Fact]
    public void ReadsNilBooleansAndSingles()
    {
        Over("c0").ReadNil();
        Assert.False(Over("c2").ReadBoolean());
        Assert.True(Over("c3").ReadBoolean());
        Assert.Equal(1.5f, Over("ca3fc00000").ReadSingle());
        Assert.Equal(1.5, Over("ca3fc00000").ReadDouble());
        Assert.Throws<MessagePackException>(() => Over("cb3ff8000000000000").ReadSingle());
    }

    [Theory]
    [MemberData(nameof(MessagePackVectors.TextHeaders), MemberType = typeof(MessagePackVectors))]
    public void ReadsTextOfEveryWidth(int length, string header) =>
        Assert.Equal(new string('a', length), Over(header, length, 0x61).ReadString());

    [Theory]
    [MemberData(nameof(MessagePackVectors.BinaryHeaders), MemberType = typeof(MessagePackVectors))]
    public void ReadsBinaryOfEveryWidth(int length, string header) =>
        Assert.Equal(length, Over(header, length, 7).ReadBytes().Length);

    [Theory]
    [MemberData(nameof(MessagePackVectors.ArrayHeaders), MemberType = typeof(MessagePackVectors))]
    public void ReadsArrayHeadersOfEveryWidth(int count, string header)
    {
        Assert.Equal(count, Over(header, count, 0xc0).ReadArrayHeader());
        if (count > 0)
        {
            Assert.Throws<MessagePackException>(() => Over(header, count - 1, 0xc0).ReadArrayHeader());
        }
    }

    [Theory]
    [MemberData(nameof(MessagePackVectors.MapHeaders), MemberType = typeof(MessagePackVectors))]
    public void ReadsMapHeadersOfEveryWidth(int count, string header)
    {
        Assert.Equal(count, Over(header, 2 * count, 0xc0).ReadMapHeader());
        if (count > 0)
        {
            Assert.Throws<MessagePackException>(() => Over(header, (2 * count) - 1, 0xc0).ReadMapHeader());
        }
    }

    [Theory]
    [MemberData(nameof(MessagePackVectors.ExtensionHeaders), MemberType = typeof(MessagePackVectors))]
    public void ReadsExtensionsOfEveryWidth(int length, string header)
    {
        var reader = Over(header, length, 7);
        Assert.Equal(MessagePackType.Extension, reader.NextType);
        Assert.Equal(length, reader.ReadExtension(out sbyte type).Length);
        Assert.Equal(5, type);
        Assert.True(reader.End);
    }

    [Theory]
    [MemberData(nameof(MessagePackVectors.Timestamps), MemberType = typeof(MessagePackVectors))]
    public void ReadsTimestamps(long seconds, uint nanoseconds, string hex) =>
        Assert.Equal(new MessagePackTimestamp(seconds, nanoseconds), Over(hex).ReadTimestamp());

    [Theory]
    [InlineData("d505aaaa", "The extension has type 5; -1, a timestamp, is allowed.")]
    [InlineData("d5ffaaaa", "The timestamp has 2 bytes; 4, 8 or 12 are allowed.")]
    [InlineData("d7ffee6b280000000000", "The timestamp has 1000000000 ns; at most 999999999 are allowed.")]
    [InlineData("c70cff3b9aca000000000000000000", "The timestamp has 1000000000 ns; at most 999999999 are allowed.")]
    public void RefusesWhatIsNoTimestamp(string hex, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<MessagePackException>(() => Over(hex).ReadTimestamp()).Message);

    [Theory]
    [InlineData("a1ff")]
    [InlineData("a2c080")]
    [InlineData("a3eda080")]
    [InlineData("a1c3")]
    [InlineData("a4f4908080")]
    [InlineData("d902c328")]
    public void RefusesTextThatIsNotWellFormed(string hex) =>
        Assert.Contains("UTF-8", Assert.Throws<MessagePackException>(() => Over(hex).ReadString()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("c0", "The value is nil (format byte 0xc0); an integer is allowed.")]
    [InlineData("c1", "The value is the unused format byte 0xc1 (format byte 0xc1); an integer is allowed.")]
    [InlineData("a0", "The value is text (format byte 0xa0); an integer is allowed.")]
    [InlineData("", "The data ends too early: 1 more bytes are needed, 0 remain.")]
    [InlineData("cd00", "The data ends too early: 2 more bytes are needed, 1 remain.")]
    public void SaysWhatStoodWhereAnIntegerWasWanted(string hex, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<MessagePackException>(() => Over(hex).ReadInt64()).Message);

    // Headers that promise up to 4 GiB, with nothing behind them.
    [Theory]
    [InlineData("dbffffffff")]
    [InlineData("c6ffffffff")]
    [InlineData("c9ffffffff05")]
    [InlineData("ddffffffff")]
    [InlineData("dfffffffff")]
    [InlineData("dd7fffffff")]
    [InlineData("df80000000")]
    public void RefusesALengthBeyondTheData(string hex)
    {
        Assert.Throws<MessagePackException>(() => Over(hex).Skip());
        Fuzz.WithinBounds(hex.Length, () => Assert.Throws<MessagePackException>(() => ReadByType(hex)));
    }

    private static void ReadByType(string hex)
    {
        var reader = Over(hex);
        Walk(ref reader, 0);
    }

    private static MessagePackReader Over(string hex) => new(Convert.FromHexString(hex));

    private static MessagePackReader Over(string header, int count, byte fill) =>
        new(Convert.FromHexString(header).Concat(Enumerable.Repeat(fill, count)).ToArray());
}
