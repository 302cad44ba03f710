using System.Threading.Channels;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;

namespace Mcu.Client.Session;

// One stay in one room: connected, joined, told what happens, left. Knows no screen and no sound; voice goes past it, through
// Connection. Owns the connection. Any thread.
//
//   JoinAsync ── hello, welcome, join, joined ──► running ──► LeaveAsync, goodbye of the server, or loss ──► Ended
internal sealed partial class ConferenceSession : IAsyncDisposable
{
    // How long the server has to say that it heard us leave; a second more or less of goodbye matters to nobody.
    private static readonly TimeSpan s_leaveTimeout = TimeSpan.FromSeconds(1);

    // Events that may wait for a slow screen. Beyond it the oldest is lost, never the connection. Arbitrary.
    private const int MaxWaitingEvents = 4096;

    private readonly ControlChannel _control;
    private readonly Channel<SessionEvent> _events = Channel.CreateBounded<SessionEvent>(
        new BoundedChannelOptions(MaxWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true });

    private readonly RequestQueue _requests;
    private int _leaving;
    private volatile string? _givenUp;

    private ConferenceSession(
        ITransportConnection connection, ControlChannel control, Welcome welcome, string room, Roster roster, uint lastRequestId)
    {
        Connection = connection;
        MaxDatagramBytes = welcome.MaxDatagramBytes;
        Room = SessionText.Clean(room);
        Roster = roster;
        _control = control;
        _requests = new RequestQueue(control, lastRequestId);
        Tell(new SessionEvent.Joined(Room, roster.Present));
        _ = Task.Run(_requests.SendAsync);
        Ended = Task.Run(RunAsync);
    }

    public ITransportConnection Connection { get; }

    // Bytes of the largest voice datagram that the server takes.
    public int MaxDatagramBytes { get; }

    // As the server has it; it may have cleaned what was asked for.
    public string Room { get; }

    public Roster Roster { get; }

    // Ends when the session has.
    public ChannelReader<SessionEvent> Events => _events.Reader;

    // Never faults.
    public Task<SessionEnd> Ended { get; }

    // Says goodbye and closes; harmless when the session has ended. Completes with the end.
    public async Task<SessionEnd> LeaveAsync()
    {
        if (Interlocked.Exchange(ref _leaving, 1) == 0 && !Ended.IsCompleted)
        {
            try
            {
                using var timeout = new CancellationTokenSource(s_leaveTimeout);
                Task answered = _requests.AskAsync(id => new Leave(id), always: true);
                await answered.WaitAsync(timeout.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Whoever does not hear the goodbye sees the connection close.
            }

            await Connection.CloseAsync((ulong)CloseCode.Normal, "").ConfigureAwait(false);
        }

        return await Ended.ConfigureAwait(false);
    }

    // Ends the session as lost, because nothing was heard from the server for so long. It is told all the same, so that it frees
    // our place if it can hear us.
    public async Task GiveUpAsync(TimeSpan silence)
    {
        _givenUp = $"Nothing was heard from the server for {silence.TotalSeconds:0} s.";
        await Connection.CloseAsync((ulong)CloseCode.Normal, "").ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync().ConfigureAwait(false);
        await Connection.DisposeAsync().ConfigureAwait(false);
    }
}
