using System.Buffers;
using System.Text;

namespace Mcu.Client.Terminal.Input;

// UTF-8 a byte at a time, cut anywhere. What is no UTF-8 becomes U+FFFD, once for each part that could not go on. A mutable
// struct: held in a field, never copied. Pure.
internal struct Utf8Runes
{
    private const int MaxBytes = 4;

    private uint _bytes;
    private int _count;

    // Whether a character has begun and not ended.
    public readonly bool IsPending => _count > 0;

    // Each byte must be followed by TryTake until that says no.
    public void Add(byte value) => _bytes |= (uint)value << (8 * _count++);

    public bool TryTake(out Rune rune)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        for (int i = 0; i < _count; i++)
        {
            bytes[i] = (byte)(_bytes >> (8 * i));
        }

        OperationStatus status = Rune.DecodeFromUtf8(bytes[.._count], out rune, out int consumed);
        if (_count == 0 || status == OperationStatus.NeedMoreData)
        {
            return false;
        }

        _bytes = consumed == MaxBytes ? 0 : _bytes >> (8 * consumed);
        _count -= consumed;
        return true;
    }

    // Gives up on a character that does not go on.
    public bool TryGiveUp(out Rune rune)
    {
        rune = Rune.ReplacementChar;
        bool wasPending = IsPending;
        (_bytes, _count) = (0, 0);
        return wasPending;
    }
}
