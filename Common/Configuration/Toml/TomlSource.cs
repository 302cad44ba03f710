using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Mcu.Common.Configuration.Toml;

// A document's text and what it is called. Bounded, without a byte order mark at its start, and Unicode throughout.
internal sealed class TomlSource
{
    private const char ByteOrderMark = '\uFEFF';

    private TomlSource(string text, string fileName)
    {
        Text = text;
        FileName = fileName;
    }

    public string Text { get; }

    public string FileName { get; }

    public static TomlSource Of(ReadOnlySpan<byte> utf8, string fileName)
    {
        CheckSize(utf8.Length, fileName);
        char[] characters = new char[utf8.Length];
        OperationStatus status = Utf8.ToUtf16(utf8, characters, out int read, out int written, replaceInvalidSequences: false);
        var source = new TomlSource(WithoutMark(characters.AsSpan(0, written)), fileName);
        return status == OperationStatus.Done
            ? source
            : throw source.Error(
                source.Text.Length, $"the byte 0x{utf8[read]:X2} is no UTF-8 here", "the file must be UTF-8 text");
    }

    public static TomlSource Of(string text, string fileName)
    {
        CheckSize(Encoding.UTF8.GetByteCount(text), fileName);
        var source = new TomlSource(WithoutMark(text), fileName);
        for (int at = 0; at < source.Text.Length; at++)
        {
            if (!char.IsSurrogate(source.Text[at]))
            {
                continue;
            }

            if (!Rune.TryGetRuneAt(source.Text, at, out _))
            {
                throw source.Error(at, $"half of a surrogate pair, 0x{(int)source.Text[at]:X4}", "the text must be Unicode");
            }

            at++;
        }

        return source;
    }

    public TomlException Error(int offset, string found, string allowed) =>
        new(new TomlLocation(this, offset), found, allowed);

    private static string WithoutMark(ReadOnlySpan<char> text) =>
        (text.Length > 0 && text[0] == ByteOrderMark ? text[1..] : text).ToString();

    private static void CheckSize(int bytes, string fileName)
    {
        if (bytes > TomlLimits.MaxBytes)
        {
            throw new TomlSource("", fileName)
                .Error(0, "the document is too large", $"at most {TomlLimits.MaxBytes} bytes are allowed");
        }
    }
}
