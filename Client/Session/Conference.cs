using System.Threading.Channels;

namespace Mcu.Client.Session;

// A stay in a room that survives the loss of its connection: one session after another, until we leave, are put out, or there is
// no use in trying. Owns its sessions. Any thread.
//
//   JoinAsync ──► connected ──► LeaveAsync, a kick ─────────────► Ended
//                  ▲     └──► lost ──► waiting ◄──► trying ──────► Ended
//                  └───────────────────────────────────┘
internal sealed partial class Conference : IAsyncDisposable
{
    // Events that may wait for a slow screen. Beyond it the oldest is lost, never the connection. Arbitrary.
    private const int MaxWaitingEvents = 4096;

    private readonly Func<CancellationToken, Task<ConferenceSession>> _join;
    private readonly TimeProvider _time;
    private readonly BackOff _backOff;
    private readonly Channel<ConferenceEvent> _events = Channel.CreateBounded<ConferenceEvent>(
        new BoundedChannelOptions(MaxWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true });

    private readonly CancellationTokenSource _leaving = new();
    private readonly Lock _lock = new();
    private ConferenceSession? _session;

    private Conference(
        ConferenceSession first, Func<CancellationToken, Task<ConferenceSession>> join, TimeProvider time, Random random)
    {
        _join = join;
        _time = time;
        _backOff = new BackOff(random);
        Begin(first);
        Ended = Task.Run(() => RunAsync(first));
    }

    // Null while we are not connected.
    public ConferenceSession? Session
    {
        get
        {
            lock (_lock)
            {
                return _session;
            }
        }
    }

    // Ends when the stay has.
    public ChannelReader<ConferenceEvent> Events => _events.Reader;

    // Never faults. How the last session ended, and why we are not in another.
    public Task<SessionEnd> Ended { get; }

    // Join: one try to be in the room; throws what has a sentence for people. The first try is made at once, and what it throws
    // is the caller's.
    public static async Task<Conference> JoinAsync(
        Func<CancellationToken, Task<ConferenceSession>> join, TimeProvider time, Random random,
        CancellationToken cancellationToken)
    {
        ConferenceSession first = await join(cancellationToken).ConfigureAwait(false);
        return new Conference(first, join, time, random);
    }

    // Says goodbye where we are connected, gives up trying where we are not. Completes with the end.
    public async Task<SessionEnd> LeaveAsync()
    {
        ConferenceSession? session;
        lock (_lock)
        {
            session = _session;
            _hasLeft = true;
        }

        await _leaving.CancelAsync().ConfigureAwait(false);
        if (session is not null)
        {
            await session.LeaveAsync().ConfigureAwait(false);
        }

        return await Ended.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync().ConfigureAwait(false);
        _leaving.Dispose();
    }

    private async Task<SessionEnd> RunAsync(ConferenceSession first)
    {
        SessionEnd end = await StayAsync(first).ConfigureAwait(false);
        while (MayComeBack(end))
        {
            (ConferenceSession? session, end) = await ReturnAsync(end).ConfigureAwait(false);
            if (session is not null)
            {
                end = await StayAsync(session).ConfigureAwait(false);
            }
        }

        Tell(new ConferenceEvent.Ended(end));
        _events.Writer.TryComplete();
        return end;
    }

    // From connected to the session's end.
    private async Task<SessionEnd> StayAsync(ConferenceSession session)
    {
        long since = _time.GetTimestamp();
        Tell(new ConferenceEvent.Connected(session));
        await foreach (SessionEvent happened in session.Events.ReadAllAsync().ConfigureAwait(false))
        {
            Tell(new ConferenceEvent.InRoom(happened));
        }

        SessionEnd end = await session.Ended.ConfigureAwait(false);
        Remember(session);
        await session.DisposeAsync().ConfigureAwait(false);
        _backOff.Lost(_time.GetElapsedTime(since));
        return end;
    }

    private void Tell(ConferenceEvent happened) => _events.Writer.TryWrite(happened);
}
