using System.Buffers;
using System.Text;

namespace Mcu.Client.Terminal.Input;

// What stands between the marks of a bracketed paste. Of a long one the beginning is kept. Pure.
internal sealed class PasteBuffer
{
    // Arbitrary: far more than a line may hold, far less than what hurts.
    public const int MaxBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _matched;
    private bool _isCut;

    private static ReadOnlySpan<byte> EndMark => "\e[201~"u8;

    // Whether this byte was the last of the mark that ends a paste.
    public bool Add(byte value)
    {
        if (value == EndMark[_matched])
        {
            _matched++;
            if (_matched < EndMark.Length)
            {
                return false;
            }

            _matched = 0;
            return true;
        }

        // Escape stands in the mark only once, at its start, so what matched so far cannot be the middle of another.
        Keep(EndMark[.._matched]);
        _matched = value == EndMark[0] ? 1 : 0;
        if (_matched == 0)
        {
            Keep([value]);
        }

        return false;
    }

    // What came so far; empties the buffer.
    public string Take()
    {
        ReadOnlySpan<byte> bytes = _bytes.WrittenSpan;
        if (_isCut && Rune.DecodeLastFromUtf8(bytes, out _, out int broken) != OperationStatus.Done)
        {
            bytes = bytes[..^broken];
        }

        string text = Encoding.UTF8.GetString(bytes);
        _bytes.ResetWrittenCount();
        _matched = 0;
        _isCut = false;
        return text;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        int room = MaxBytes - _bytes.WrittenCount;
        _isCut |= bytes.Length > room;
        _bytes.Write(bytes[..Math.Min(room, bytes.Length)]);
    }
}
