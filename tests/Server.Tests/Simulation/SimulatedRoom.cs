using Mcu.Common;
using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Simulation;

// A room and its clients in virtual time: no socket, no sleep, the same every time.
internal sealed class SimulatedRoom : ITalkerObserver, IDisposable
{
    private const long Step = MonotonicClock.Millisecond;

    private readonly RoomMixer _mixer;
    private readonly List<SimulatedClient> _clients = [];
    private readonly List<SimulatedClient> _gone = [];
    private readonly TickSchedule _schedule = new();
    private readonly RoomParking _parking;
    private readonly MixOptions _options;
    private bool _rung;
    private int _seed = 100;
    private ulong _lastId;

    public SimulatedRoom(MixOptions? options = null)
    {
        _options = options ?? new MixOptions();
        Streams = new MixStreamPool(_options.Encoder);
        Receivers = new ReceiverPool(_options);
        _mixer = new RoomMixer(Streams, Statistics, this);
        _parking = new RoomParking(_schedule, () => _rung = true);
        _parking.Attach(_mixer);
        _schedule.Add(_mixer, Now);
    }

    // The first tick comes 3 ms after the start.
    public long Now { get; private set; } = (1_000 * MonotonicClock.Second) - (3 * MonotonicClock.Millisecond);

    public MixStatistics Statistics { get; } = new();

    public MixStreamPool Streams { get; }

    public ReceiverPool Receivers { get; }

    // Ticks so far, and whether the room sleeps.
    public int Ticks { get; private set; }

    public bool Sleeps => _schedule.ParkedCount == 1;

    // Who talks, each time it was told, and when.
    public List<(long At, ulong[] Who)> Talkers { get; } = [];

    // A client whose sound card runs at a phase of its own, behind the same kind of path both ways.
    public SimulatedClient Join(FrameSource says, VirtualPathOptions? path = null)
    {
        path ??= new VirtualPathOptions();
        // A phase of its own, between the server's ticks and unlike the others'.
        long phase = _seed * 7 % 20 * MonotonicClock.Millisecond;
        VirtualPathOptions up = path with { Seed = _seed++ };
        VirtualPathOptions down = path with { Seed = _seed++ };
        var client = new SimulatedClient(++_lastId, _options, up, down, says, Now + phase, Statistics, Receivers);
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

            Tick();
        }
    }

    public void TalkersChanged(IReadOnlyList<ulong> talkers) => Talkers.Add((Now, [.. talkers]));

    // As the scheduler does it.
    private void Tick()
    {
        if (_rung)
        {
            _rung = false;
            _parking.TakeBack(Now);
        }

        if (_parking.TryTakeDue(Now, out DueTick due))
        {
            Assert.Equal(0, due.Skipped);
            _mixer.Skip(due.Slept);
            _mixer.Tick(Now, TickTerms.Usual);
            _mixer.Sent(Now);
            _parking.ParkIfIdle(_mixer, Now);
            Ticks++;
        }
    }

    public void Dispose()
    {
        _mixer.Dispose();
        Streams.Dispose();
        Receivers.Dispose();
        foreach (SimulatedClient client in _clients.Concat(_gone))
        {
            client.Dispose();
        }
    }
}
