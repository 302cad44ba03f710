using Mcu.Client.Terminal.Input;
using Mcu.Common;

namespace Mcu.Client.Terminal.Console;

// The thread: waits for keys, for frames to draw, for the terminal to take them, and for signals, and does what there is to do.
internal sealed partial class ConsoleTerminal
{
    // How long until it is tried again to hand on what nobody took.
    private const int FullMilliseconds = 10;

    private readonly KeyDecoder _decoder = new();
    private readonly List<TerminalInput> _inputs = [];
    private (int Columns, int Rows) _size;
    private bool _hasResized;
    private bool _hasContinued;
    private bool _isGone;

    private void Run()
    {
        byte[] bytes = new byte[4096];
        while (!Volatile.Read(ref _isOver))
        {
            bool isSlow = Paint();
            bool hasRoom = HandOn();
            if (_isGone && hasRoom)
            {
                break;
            }

            bool reads = hasRoom && Volatile.Read(ref _isUp);
            _device.Wait(reads && !_isGone, isSlow && !_isGone, _wakeup, hasRoom ? MillisecondsLeft() : FullMilliseconds);
            NoticeSignals();
            if (reads && !_isGone)
            {
                Read(bytes);
            }
        }

        _input.Writer.TryComplete();
    }

    // True: the terminal takes no more for now.
    private bool Paint()
    {
        lock (_gate)
        {
            while (_isUp && !_isGone && _frames.Next() is { IsEmpty: false } bytes)
            {
                switch (_device.Write(bytes))
                {
                    case null:
                        BeGone();
                        return false;
                    case 0:
                        return true;
                    case { } taken:
                        _frames.Took(taken);
                        break;
                }
            }

            return false;
        }
    }

    // False: the channel is full; the rest stays.
    private bool HandOn()
    {
        int handed = 0;
        while (handed < _inputs.Count && _input.Writer.TryWrite(_inputs[handed]))
        {
            handed++;
        }

        _inputs.RemoveRange(0, handed);
        return _inputs.Count == 0;
    }

    private int MillisecondsLeft() => _decoder.Deadline is not { } deadline
        ? Timeout.Infinite
        : (int)Math.Max((deadline - MonotonicClock.Now + MonotonicClock.Millisecond - 1) / MonotonicClock.Millisecond, 0);

    private void Read(Span<byte> bytes)
    {
        // Whoever gave the terminal back meanwhile wants nothing of it to be read: it is the shell's.
        lock (_gate)
        {
            if (!_isUp)
            {
                return;
            }

            switch (_device.Read(bytes))
            {
                case null:
                    BeGone();
                    break;
                case 0:
                    _decoder.Expire(MonotonicClock.Now, _inputs);
                    break;
                case { } count:
                    _decoder.Decode(bytes[..count], MonotonicClock.Now, _inputs);
                    break;
            }

            if (_decoder.Identifications >= _answersDue)
            {
                _hasAnswered.Set();
            }
        }
    }

    private void NoticeSignals()
    {
        bool hasContinued = Interlocked.Exchange(ref _hasContinued, false);
        if (Interlocked.Exchange(ref _hasResized, false) || hasContinued)
        {
            // Terminals rearrange what they show when their size changes.
            _frames.Forget();
            (int Columns, int Rows) size = _device.Size;
            if (size != _size)
            {
                _size = size;
                _inputs.Add(new TerminalInput.Resized(size.Columns, size.Rows));
            }
        }

        if (hasContinued)
        {
            _inputs.Add(new TerminalInput.Continued());
        }
    }

    private void BeGone()
    {
        _isGone = true;
        _hasAnswered.Set();
        _inputs.Add(new TerminalInput.Closed());
    }
}
