using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Simulation;

// A room and its clients in virtual time: no socket, no sleep, the same every time.
internal sealed class SimulatedRoom : IDisposable
{
    private const long Step = MonotonicClock.Millisecond;

    private readonly RoomMixer _mixer;
    private readonly List<SimulatedClient> _clients = [];
    private readonly List<SimulatedClient> _gone = [];
    private long _nextTick = 1_000 * MonotonicClock.Second + (3 * MonotonicClock.Millisecond);
    private int _seed = 100;
    private ulong _lastId;

    public SimulatedRoom() => _mixer = new RoomMixer(Statistics);

    public long Now { get; private set; } = 1_000 * MonotonicClock.Second;

    public MixStatistics Statistics { get; } = new();

    // A client whose sound card runs at a phase of its own, behind the same kind of path both ways.
    public SimulatedClient Join(FrameSource says, VirtualPathOptions? path = null)
    {
        path ??= new VirtualPathOptions();
        // A phase of its own, between the server's ticks and unlike the others'.
        long phase = _seed * 7 % 20 * MonotonicClock.Millisecond;
        VirtualPathOptions up = path with { Seed = _seed++ };
        VirtualPathOptions down = path with { Seed = _seed++ };
        var client = new SimulatedClient(++_lastId, up, down, says, Now + phase, Statistics);
        _clients.Add(client);
        _mixer.Add(client.Server);
        return client;
    }

    public void Leave(SimulatedClient client)
    {
        _clients.Remove(client);
        _gone.Add(client);
        _mixer.Remove(client.Server);
    }

    // Lets virtual time pass.
    public void Drive(double seconds)
    {
        long end = Now + (long)(seconds * MonotonicClock.Second);
        while (Now < end)
        {
            Now += Step;
            foreach (SimulatedClient client in _clients)
            {
                client.Advance(Now);
            }

            if (Now >= _nextTick)
            {
                _nextTick += AudioFormat.FrameDuration;
                _mixer.Tick(Now);
                _mixer.Sent(Now);
            }
        }
    }

    public void Dispose()
    {
        _mixer.Dispose();
        foreach (SimulatedClient client in _clients.Concat(_gone))
        {
            client.Dispose();
        }
    }
}
