using System.Runtime.InteropServices;
using System.Threading.Channels;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Input;

namespace Mcu.Client.Terminal.Console;

// The terminal that the program was started in. A thread of its own reads keys and writes frames, so that no caller waits for a
// terminal; giving it back is done by whoever finds it necessary, on any thread.
//
//   given back ◀──▶ up        Take: made, and after a stop. GiveBack: stopping, disposing, the program's end.
internal sealed partial class ConsoleTerminal : ITerminal
{
    // Arbitrary: what is typed while nobody reads. After that the terminal itself keeps what comes.
    private const int MaxInputs = 256;

    // For whoever has the gate to be done; the thread that had it may be the one that fails.
    private const int GateMilliseconds = 200;

    // For a terminal to take the few bytes that set it up or give it back; one that takes none in that time is left.
    private const int WriteMilliseconds = 500;

    // For answers of the terminal that are still on the way when it is given back: the shell would take them for typing.
    private const int AnswerMilliseconds = 250;

    private readonly TerminalDevice _device;
    private readonly FrameOutput _frames;
    private readonly StandardErrorDetour _standardError;
    private readonly TerminalSignals _signals;
    private readonly Channel<TerminalInput> _input = Channel.CreateBounded<TerminalInput>(MaxInputs);
    private readonly ManualResetEventSlim _hasAnswered = new();
    private readonly Wakeup _wakeup = new();
    private readonly Thread _thread;

    // Guards what is written, and whether the terminal is up.
    private readonly Lock _gate = new();
    private bool _isUp;
    private bool _isOver;
    private int _answersDue;

    private int _isStopping;
    private int _isDisposed;

    // Takes the terminal and the device. errors: where standard error goes while the screen is up; null: nowhere.
    internal ConsoleTerminal(TerminalDevice device, TerminalAbilities abilities, SafeHandle? errors)
    {
        _device = device;
        _frames = new FrameOutput(abilities);
        _standardError = new StandardErrorDetour(errors);
        IsUnicode = abilities.IsUnicode;
        _size = device.Size;
        _signals = new TerminalSignals(NoteResize, NoteContinue, () => Stop(withGroup: false), End);
        Take(TerminalSequences.Enter);
        _thread = new Thread(Run) { IsBackground = true, Name = "terminal" };
        _thread.Start();
    }

    public (int Columns, int Rows) Size => _device.IsClosed ? _size : _device.Size;

    public bool IsUnicode { get; }

    public ChannelReader<TerminalInput> Input => _input.Reader;

    // Null where there is no terminal that can place a cursor: then the client goes on line by line. errors as above, kept open
    // by whoever gave it.
    public static ConsoleTerminal? Open(Func<string, string?> variable, SafeHandle? errors)
    {
        if (OperatingSystem.IsWindows() || TerminalAbilities.From(variable) is not { } abilities)
        {
            return null;
        }

        return TerminalDevice.OpenStandard() is { } device ? new ConsoleTerminal(device, abilities, errors) : null;
    }

    public void Draw(CellGrid grid)
    {
        _frames.Offer(grid);
        _wakeup.Set();
    }

    public void Invalidate() => _frames.Forget();

    public void Suspend() => Stop(withGroup: true);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        AwaitAnswers();
        End();
        _wakeup.Set();
        _thread.Join();
        _signals.Dispose();
        _wakeup.Dispose();
        _device.Dispose();
    }

    // Gives it back for good.
    private void End() => GiveBack(isForGood: true);

    private void Stop(bool withGroup)
    {
        if (Interlocked.Exchange(ref _isStopping, 1) != 0)
        {
            return;
        }

        AwaitAnswers();
        GiveBack(isForGood: false);
        _signals.Stop(withGroup);
        Take(TerminalSequences.Enter);
        Volatile.Write(ref _isStopping, 0);
        Note(ref _hasContinued);
    }

    // A SIGCONT out of nowhere: somebody stopped the program by a signal that cannot be caught, and the shell has since had the
    // terminal.
    private void NoteContinue()
    {
        if (Volatile.Read(ref _isStopping) == 0)
        {
            Take(TerminalSequences.EnterAgain);
            Note(ref _hasContinued);
        }
    }

    private void NoteResize() => Note(ref _hasResized);

    private void Note(ref bool happening)
    {
        Volatile.Write(ref happening, true);
        _wakeup.Set();
    }

    private void Take(byte[] sequences)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _device.MakeRaw();
            _standardError.Begin();
            _frames.Abandon();
            _hasAnswered.Reset();
            _answersDue = _decoder.Identifications + 1;
            _isUp = true;
            Write(sequences);
        }
    }

    // Must come through whatever state the program is in: waits for nobody for long.
    private void GiveBack(bool isForGood)
    {
        bool hasGate = _gate.TryEnter(GateMilliseconds);
        try
        {
            _isOver |= isForGood;
            if (!_isUp)
            {
                return;
            }

            _isUp = false;
            _standardError.End();
            _frames.Abandon();
            if (!_device.IsBehind)
            {
                Write(TerminalSequences.Leave);
                _device.Restore();
            }
        }
        finally
        {
            if (hasGate)
            {
                _gate.Exit();
            }
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _device.Write(bytes) is { } taken)
        {
            bytes = bytes[taken..];
            if (taken == 0 && !_device.WaitToWrite(WriteMilliseconds))
            {
                return;
            }
        }
    }

    private void AwaitAnswers()
    {
        if (_thread.IsAlive && Volatile.Read(ref _isUp))
        {
            _hasAnswered.Wait(AnswerMilliseconds);
        }
    }
}
