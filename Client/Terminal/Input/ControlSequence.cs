namespace Mcu.Client.Terminal.Input;

// A control sequence after its introducer, ECMA-48 section 5.4: parameters between semicolons, their parts between colons, and the
// final byte that says what it is. Pure; reads its bytes in place.
internal readonly ref struct ControlSequence(ReadOnlySpan<byte> body, byte final)
{
    // More than any number that means something here, so that larger ones need not be told apart.
    private const int MaxNumber = 0x1FFFFF;

    private readonly ReadOnlySpan<byte> _body = body;

    public byte Final { get; } = final;

    // One of < = > ? where the sequence is no standard one, otherwise 0.
    public byte Private => _body.Length > 0 && _body[0] is >= (byte)'<' and <= (byte)'?' ? _body[0] : (byte)0;

    public bool IsEmpty => _body.IsEmpty;

    // Whether an intermediate byte stands before the final one.
    public bool HasIntermediate => _body.IndexOfAnyInRange((byte)0x20, (byte)0x2F) >= 0;

    // Part of a parameter, both counted from 0; fallback where it is absent or empty.
    public int Number(int parameter, int part, int fallback)
    {
        ReadOnlySpan<byte> text = Field(Field(Private == 0 ? _body : _body[1..], (byte)';', parameter), (byte)':', part);
        if (text.IsEmpty)
        {
            return fallback;
        }

        int number = 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return fallback;
            }

            number = Math.Min((number * 10) + (digit - '0'), MaxNumber);
        }

        return number;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> text, byte separator, int index)
    {
        for (; index > 0; index--)
        {
            int end = text.IndexOf(separator);
            if (end < 0)
            {
                return default;
            }

            text = text[(end + 1)..];
        }

        int length = text.IndexOf(separator);
        return length < 0 ? text : text[..length];
    }
}
