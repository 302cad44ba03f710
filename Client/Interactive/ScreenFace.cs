using Mcu.Client.Narration;
using Mcu.Client.Terminal;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Interactive;

// A call as the screen shows it, and what is asked for there. Owns the terminal: disposing gives it back.
internal sealed class ScreenFace : IAsyncDisposable
{
    // Ten times a second a level moves smoothly enough.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly ITerminal _terminal;
    private readonly TimeProvider _time;
    private readonly ScreenLoop _loop;
    private readonly ScreenPresenter _presenter;
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IScreenCall? _call;
    private Task _running = Task.CompletedTask;
    private long _lines;
    private int _isDisposed;

    // Room and name: as asked for, until the server says them.
    public ScreenFace(ITerminal terminal, string room, string name, int maxEvents, TimeProvider time)
    {
        _terminal = terminal;
        _time = time;
        (int columns, int rows) = terminal.Size;
        var first = new ScreenModel(columns, rows, terminal.IsUnicode, maxEvents) { Room = room, Name = name };
        _loop = new ScreenLoop(terminal, first, Carry, time);
        _presenter = new ScreenPresenter(_loop.Post, time);
    }

    public IPresenter Presenter => _presenter;

    // Completes when somebody asked to leave with a key, or the terminal is gone; faults where the screen has a defect.
    public Task Leaving => _leaving.Task;

    public void Start(IScreenCall call)
    {
        _call = call;
        _running = Task.WhenAll(WatchAsync(_loop.RunAsync(_over.Token)), WatchAsync(MeasureAsync(call)));
    }

    // May be done again.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _over.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _terminal.Dispose();
        _over.Dispose();
    }

    // Each part by itself: the other would go on for as long as the call does.
    private async Task WatchAsync(Task part)
    {
        try
        {
            await part.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A defect of the screen ends the call as any other, with the terminal given back before it is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _leaving.TrySetException(e);
        }
    }

    private async Task MeasureAsync(IScreenCall call)
    {
        using var timer = new PeriodicTimer(s_tick, _time);
        try
        {
            do
            {
                _presenter.Measured(call.Numbers, call.InputDevices, call.OutputDevices);
            }
            while (await timer.WaitForNextTickAsync(_over.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    // The screen's thread.
    private void Carry(Effect effect)
    {
        switch (effect)
        {
            case Effect.Submit submit:
                _ = _call?.RunAsync(new InputLine(++_lines, submit.Line));
                break;
            case Effect.TalkKey key:
                _call?.PressTalkKey(key.Down);
                break;
            case Effect.Leave:
                _leaving.TrySetResult();
                break;
        }
    }
}
