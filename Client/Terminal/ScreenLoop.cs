using System.Threading.Channels;
using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;
using Mcu.Client.Terminal.Update;
using Mcu.Client.Terminal.View;
using Mcu.Common;

namespace Mcu.Client.Terminal;

// The one writer of what the screen shows: takes messages in order, makes the next model of each, has done what follows from it,
// and draws what has changed, at most 20 times a second. Does not own the terminal.
internal sealed class ScreenLoop(ITerminal terminal, ScreenModel first, Action<Effect> carry, TimeProvider time)
{
    public static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(50);

    // Messages that may wait while the machine is busy; beyond it the oldest is lost. Arbitrary.
    private const int MaxWaiting = 4096;

    private readonly Channel<Message> _messages = Channel.CreateBounded<Message>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private ScreenModel _model = first;
    private ScreenModel? _drawn;
    private long _drawnAt;

    // From any thread; never waits.
    public void Post(Message message) => _messages.Writer.TryWrite(message);

    // Until it is cancelled, which is no failure.
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Task typing = ReadAsync(cancellationToken);
        try
        {
            Draw();
            while (await _messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                ApplyWaiting();
                if (_model == _drawn)
                {
                    continue;
                }

                TimeSpan left = DrawInterval - time.GetElapsedTime(_drawnAt);
                if (left > TimeSpan.Zero)
                {
                    await Task.Delay(left, time, cancellationToken).ConfigureAwait(false);
                    ApplyWaiting();
                }

                Draw();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await typing.ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (TerminalInput input in terminal.Input.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                Post(new Message.Typed(input, MonotonicClock.Now));
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody types any more.
        }
    }

    private void ApplyWaiting()
    {
        while (_messages.Reader.TryRead(out Message? message))
        {
            (_model, IReadOnlyList<Effect> effects) = ScreenUpdate.Apply(_model, message);
            foreach (Effect effect in effects)
            {
                Carry(effect);
            }
        }
    }

    private void Carry(Effect effect)
    {
        switch (effect)
        {
            case Effect.Suspend:
                terminal.Suspend();
                break;
            case Effect.Redraw:
                terminal.Invalidate();
                _drawn = null;
                break;
            default:
                carry(effect);
                break;
        }
    }

    private void Draw()
    {
        terminal.Draw(ScreenView.Draw(_model));
        _drawn = _model;
        _drawnAt = time.GetTimestamp();
    }
}
