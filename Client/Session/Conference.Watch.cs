using Mcu.Common;
using Mcu.Common.Transport;

namespace Mcu.Client.Session;

// Whether the server answers while we are connected. The transport waits for its idle timeout before it says so.
internal sealed partial class Conference
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    // Nanoseconds; of MonotonicClock where the time is the system's.
    private long Now => _time.GetTimestamp() * (MonotonicClock.Second / _time.TimestampFrequency);

    // Until the session is over, or given up by this.
    private async Task WatchAsync(ConferenceSession session, CancellationToken over)
    {
        var liveness = new Liveness(Now);
        ServerState state = ServerState.Answering;
        using var timer = new PeriodicTimer(s_look, _time);
        try
        {
            while (state != ServerState.Lost && await timer.WaitForNextTickAsync(over).ConfigureAwait(false))
            {
                long now = Now;
                ServerState before = state;
                ConnectionStatistics seen = session.Connection.GetStatistics();
                state = liveness.Look(now, seen);
                switch (before, state)
                {
                    case (ServerState.Answering, ServerState.Silent):
                        Tell(new ConferenceEvent.Silent(liveness.SilentFor(now)));
                        break;
                    case (ServerState.Silent, ServerState.Answering):
                        Tell(new ConferenceEvent.Answering());
                        break;
                    case (_, ServerState.Lost):
                        await session.GiveUpAsync(liveness.SilentFor(now)).ConfigureAwait(false);
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The session is over.
        }
    }
}
