using System.Diagnostics.CodeAnalysis;
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
    private readonly bool _comesBack;
    private readonly Channel<ConferenceEvent> _events = Channel.CreateBounded<ConferenceEvent>(
        new BoundedChannelOptions(MaxWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly CancellationTokenSource _leaving = new();
    private readonly Lock _lock = new();
    private readonly Lock _telling = new();
    private ConferenceSession? _session;

    // Whose events are passed on now.
    private volatile ConferenceSession? _inRoom;

    private Conference(
        ConferenceSession first, Func<CancellationToken, Task<ConferenceSession>> join, TimeProvider time, Random random,
        bool comesBack)
    {
        _comesBack = comesBack;
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

    // Ends when the stay has. Reading it gives at once what the session has told already, so that whoever was answered finds here
    // what came before the answer.
    public ChannelReader<ConferenceEvent> Events => new EventReader(this);

    // Never faults. How the last session ended, and why we are not in another.
    public Task<SessionEnd> Ended { get; }

    // Join: one try to be in the room; throws what has a sentence for people. The first try is made at once, and what it throws
    // is the caller's. ComesBack: false for who stays for one session only,
    // and for as long as the transport does not give it up.
    public static async Task<Conference> JoinAsync(
        Func<CancellationToken, Task<ConferenceSession>> join, TimeProvider time, Random random, bool comesBack,
        CancellationToken cancellationToken)
    {
        ConferenceSession first = await join(cancellationToken).ConfigureAwait(false);
        return new Conference(first, join, time, random, comesBack);
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
        lock (_telling)
        {
            Tell(new ConferenceEvent.Connected(session));
            _inRoom = session;
        }

        using var over = new CancellationTokenSource();
        Task watching = _comesBack ? WatchAsync(session, over.Token) : Task.CompletedTask;
        while (await session.Events.WaitToReadAsync().ConfigureAwait(false))
        {
            TellWaiting();
        }

        _inRoom = null;
        await over.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        SessionEnd end = await session.Ended.ConfigureAwait(false);
        Remember(session);
        await session.DisposeAsync().ConfigureAwait(false);
        _backOff.Lost(_time.GetElapsedTime(since));
        return end;
    }

    private void Tell(ConferenceEvent happened)
    {
        lock (_telling)
        {
            _events.Writer.TryWrite(happened);
        }
    }

    private void TellWaiting()
    {
        lock (_telling)
        {
            while (_inRoom is { } session && session.Events.TryRead(out SessionEvent? happened))
            {
                Tell(new ConferenceEvent.InRoom(happened));
            }
        }
    }

    private sealed class EventReader(Conference conference) : ChannelReader<ConferenceEvent>
    {
        private readonly ChannelReader<ConferenceEvent> _told = conference._events.Reader;

        public override bool TryRead([MaybeNullWhen(false)] out ConferenceEvent item)
        {
            conference.TellWaiting();
            return _told.TryRead(out item);
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            _told.WaitToReadAsync(cancellationToken);
    }
}
