using System.Buffers;
using Mcu.Client.Terminal.Cells;

namespace Mcu.Client.Terminal.Console;

// The frame that is being written and the one that comes after it. A terminal that is slow to take a frame gets the newest one
// next; those between are never written. Offer and Forget: any thread. The rest: one at a time. Pure.
internal sealed class FrameOutput(TerminalAbilities abilities)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _taken;
    private CellGrid? _shown;
    private CellGrid? _next;
    private bool _isForgotten;

    // In place of what was offered and not begun.
    public void Offer(CellGrid grid) => Interlocked.Exchange(ref _next, grid);

    // What is offered next is written whole.
    public void Forget() => Volatile.Write(ref _isForgotten, true);

    // What is to be written now: the rest of a frame or the newest one. Empty: nothing, until another is offered.
    public ReadOnlySpan<byte> Next()
    {
        while (_taken == _bytes.WrittenCount && Interlocked.Exchange(ref _next, null) is { } grid)
        {
            _bytes.ResetWrittenCount();
            _taken = 0;
            CellGrid? shown = Interlocked.Exchange(ref _isForgotten, false) ? null : _shown;
            CellDiff.Write(shown, grid, abilities, _bytes);
            _shown = grid;
        }

        return _bytes.WrittenSpan[_taken..];
    }

    // The terminal took so many of those bytes.
    public void Took(int bytes) => _taken += bytes;

    // The rest of a frame is not written any more, nor what was offered.
    public void Abandon()
    {
        _bytes.ResetWrittenCount();
        _taken = 0;
        Interlocked.Exchange(ref _next, null);
        Forget();
    }
}
