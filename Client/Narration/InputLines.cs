using System.Text;
using Mcu.Client.Commands;

namespace Mcu.Client.Narration;

// Lines of a stream of bytes (UTF-8), each of a bounded length: what is longer is thrown away as it comes. One reader at a time.
// Does not own the stream.
internal sealed class InputLines(Stream input)
{
    private readonly byte[] _chunk = new byte[CommandLimits.MaxLineBytes];
    private readonly byte[] _line = new byte[CommandLimits.MaxLineBytes];
    private int _next;
    private int _end;
    private int _length;
    private bool _isTooLong;
    private long _number;

    // Null at the end of the input; a last line that is not ended counts. Throws what the stream throws.
    public async ValueTask<InputLine?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int feed = _chunk.AsSpan(_next, _end - _next).IndexOf((byte)'\n');
            Keep(feed < 0 ? _end - _next : feed);
            if (feed >= 0)
            {
                _next++;
                return Take();
            }

            _next = 0;
            _end = await input.ReadAsync(_chunk, cancellationToken).ConfigureAwait(false);
            if (_end == 0)
            {
                return _length > 0 || _isTooLong ? Take() : null;
            }
        }
    }

    // The next line for who asks a question; nothing at the end of the input or where the line is too long.
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        // A terminal that is being read from cannot be told to stop; whoever asks can.
        InputLine? line = await ReadAsync(cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        return line?.Text ?? "";
    }

    private void Keep(int count)
    {
        if (_isTooLong || count > _line.Length - _length)
        {
            _isTooLong = true;
        }
        else
        {
            _chunk.AsSpan(_next, count).CopyTo(_line.AsSpan(_length));
            _length += count;
        }

        _next += count;
    }

    private InputLine Take()
    {
        ReadOnlySpan<byte> bytes = _line.AsSpan(0, _length);
        if (bytes.EndsWith("\r"u8))
        {
            bytes = bytes[..^1];
        }

        var line = new InputLine(++_number, _isTooLong ? null : Encoding.UTF8.GetString(bytes));
        _length = 0;
        _isTooLong = false;
        return line;
    }
}
