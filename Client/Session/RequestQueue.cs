using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// Requests on their way out and those that wait for their answer, bounded. Gives the ids, and sends in their order. Any thread
// asks; one runs SendAsync; one (the session's reader) answers and ends.
internal sealed class RequestQueue(ControlChannel control, uint lastId)
{
    // Unanswered requests. A server takes 20 at once and 10 a second, so that more would be refused anyway.
    public const int MaxPending = 32;

    private readonly Lock _lock = new();
    private readonly Channel<ControlRequest> _outbox =
        Channel.CreateUnbounded<ControlRequest>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Dictionary<uint, Pending> _pending = [];
    private uint _lastId = lastId;
    private bool _ended;

    // Make: builds the request for an id; called at most once, one call at a time, in the order of the ids. Always: for what may
    // not fail because of the others (leaving). Never throws, and completes at the session's end at the latest.
    public Task<RequestOutcome> AskAsync(Func<uint, ControlRequest> make, bool always = false)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return Task.FromResult(RequestOutcome.SessionEnded);
            }

            if (_pending.Count >= MaxPending && !always)
            {
                return Task.FromResult(RequestOutcome.NotSent);
            }

            ControlRequest request = make(++_lastId);
            var pending = new Pending(request);
            _pending.Add(request.RequestId, pending);
            _outbox.Writer.TryWrite(request);
            return pending.Answered.Task;
        }
    }

    // The request that this is the answer to; the caller completes it. False where none waits for it.
    public bool TryTake(ControlAnswer answer, [NotNullWhen(true)] out Pending? pending)
    {
        lock (_lock)
        {
            return _pending.Remove(answer.RequestId, out pending);
        }
    }

    // Sends what is asked until the end. A connection that fails is the reader's to notice.
    public async Task SendAsync()
    {
        try
        {
            await foreach (ControlRequest request in _outbox.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await control.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The connection has ended, or is about to say so.
        }
    }

    // Nothing is sent any more, and nobody waits any longer.
    public void End()
    {
        Pending[] left;
        lock (_lock)
        {
            _ended = true;
            left = [.. _pending.Values];
            _pending.Clear();
            _outbox.Writer.TryComplete();
        }

        foreach (Pending pending in left)
        {
            pending.Answered.TrySetResult(RequestOutcome.SessionEnded);
        }
    }

    internal sealed record Pending(ControlRequest Request)
    {
        public TaskCompletionSource<RequestOutcome> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
