using System.Buffers;
using System.Text;
using Mcu.Common.Protocol.MessagePack;
using Xunit;

namespace Mcu.Common.Tests.Protocol.MessagePack;

// Values beside the bytes the MessagePack specification gives them, in the shortest format: both sides of every boundary.
internal static class MessagePackVectors
{
    public static TheoryData<long, string> Signed => new()
    {
        { 0, "00" },
        { 1, "01" },
        { 127, "7f" },
        { 128, "cc80" },
        { 255, "ccff" },
        { 256, "cd0100" },
        { 65_535, "cdffff" },
        { 65_536, "ce00010000" },
        { 4_294_967_295, "ceffffffff" },
        { 4_294_967_296, "cf0000000100000000" },
        { long.MaxValue, "cf7fffffffffffffff" },
        { -1, "ff" },
        { -32, "e0" },
        { -33, "d0df" },
        { -128, "d080" },
        { -129, "d1ff7f" },
        { -32_768, "d18000" },
        { -32_769, "d2ffff7fff" },
        { int.MinValue, "d280000000" },
        { int.MinValue - 1L, "d3ffffffff7fffffff" },
        { long.MinValue, "d38000000000000000" },
    };

    public static TheoryData<double, string> Doubles => new()
    {
        { 0, "cb0000000000000000" },
        { 1.1, "cb3ff199999999999a" },
        { -1.5, "cbbff8000000000000" },
        { double.PositiveInfinity, "cb7ff0000000000000" },
        { double.Epsilon, "cb0000000000000001" },
    };

    // Length in bytes, and the header before that many bytes (text, binary), values (array) or pairs (map).
    public static TheoryData<int, string> TextHeaders => new()
    {
        { 0, "a0" }, { 1, "a1" }, { 31, "bf" }, { 32, "d920" }, { 255, "d9ff" }, { 256, "da0100" }, { 65_535, "daffff" },
        { 65_536, "db00010000" },
    };

    public static TheoryData<int, string> BinaryHeaders => new()
    {
        { 0, "c400" }, { 255, "c4ff" }, { 256, "c50100" }, { 65_535, "c5ffff" }, { 65_536, "c600010000" },
    };

    public static TheoryData<int, string> ArrayHeaders => new()
    {
        { 0, "90" }, { 15, "9f" }, { 16, "dc0010" }, { 65_535, "dcffff" }, { 65_536, "dd00010000" },
    };

    public static TheoryData<int, string> MapHeaders => new()
    {
        { 0, "80" }, { 15, "8f" }, { 16, "de0010" }, { 65_535, "deffff" }, { 65_536, "df00010000" },
    };

    // With type 5.
    public static TheoryData<int, string> ExtensionHeaders => new()
    {
        { 0, "c70005" }, { 1, "d405" }, { 2, "d505" }, { 3, "c70305" }, { 4, "d605" }, { 8, "d705" }, { 16, "d805" },
        { 17, "c71105" }, { 255, "c7ff05" }, { 256, "c8010005" }, { 65_535, "c8ffff05" }, { 65_536, "c90001000005" },
    };

    public static TheoryData<long, uint, string> Timestamps => new()
    {
        { 0, 0, "d6ff00000000" },
        { 4_294_967_295, 0, "d6ffffffffff" },
        { 4_294_967_296, 0, "d7ff0000000100000000" },
        { 0, 1, "d7ff0000000400000000" },
        { (1L << 34) - 1, 999_999_999, "d7ffee6b27ffffffffff" },
        { 1L << 34, 0, "c70cff000000000000000400000000" },
        { -1, 999_999_999, "c70cff3b9ac9ffffffffffffffffff" },
        { long.MinValue, 0, "c70cff000000008000000000000000" },
    };

    // Every kind of value in one array, for whoever needs an example of them all.
    public static byte[] Everything()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(17);
        writer.WriteNil();
        writer.Write(true);
        writer.Write(7L);
        writer.Write(-7L);
        writer.Write(70_000L);
        writer.Write(-70_000L);
        writer.Write(ulong.MaxValue);
        writer.Write(1.5f);
        writer.Write(2.5);
        writer.Write("Zoë");
        writer.Write(new string('x', 300));
        writer.Write(Encoding.UTF8.GetBytes("bytes"));
        writer.WriteArrayHeader(2);
        writer.WriteArrayHeader(0);
        writer.Write(1L);
        writer.WriteMapHeader(2);
        writer.Write("key");
        writer.Write(1L);
        writer.Write(2L);
        writer.WriteMapHeader(0);
        writer.WriteExtension(5, [1, 2, 3]);
        writer.WriteExtension(6, new byte[16]);
        writer.Write(new MessagePackTimestamp(1_700_000_000, 5));
        return output.WrittenSpan.ToArray();
    }
}
