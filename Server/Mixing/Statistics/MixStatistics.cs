using Mcu.Common.Audio;

namespace Mcu.Server.Mixing;

// What the rooms of a server have done. Counted without a lock or an allocation, from the mixing threads and the endpoints'; any
// thread reads, and what it reads may be a moment old.
internal sealed class MixStatistics
{
    private readonly StripedCounters _counters = new((int)Counter.Count);
    private long _mixClasses;
    private long _mostMixClasses;
    private long _overloads;

    // Packet in to mixed packet out: one sample per talker and tick in which somebody heard it, and one per packet forwarded.
    public DurationHistogram AddedDelay { get; } = new();

    // Datagrams that arrived, whatever became of them.
    public long DatagramsIn => Read(Counter.In);

    // Datagrams that a listener's connection took.
    public long DatagramsOut => Read(Counter.Out);

    // Datagrams dropped because they were no voice datagrams.
    public long Malformed => Read(Counter.Malformed);

    // Datagrams dropped because more came between two ticks than a ring holds.
    public long Overflowed => Read(Counter.Overflowed);

    // Datagrams dropped because their sender was in no room.
    public long OutsideRoom => Read(Counter.OutsideRoom);

    // Datagrams dropped because their sender sent more than is allowed.
    public long OverRate => Read(Counter.OverRate);

    // Datagrams dropped because their sender was muted, or alone in the room.
    public long Unheard => Read(Counter.Unheard);

    // Datagrams that a listener's connection did not take.
    public long Refused => Read(Counter.Refused);

    // Frames encoded, those included that only prime an encoder.
    public long Encodes => Read(Counter.Encodes);

    // Frames that a decoder made: decoded, rebuilt or made up.
    public long Decodes => Read(Counter.Decodes);

    // Packets that were passed on to a listener as they came.
    public long Forwards => Read(Counter.Forwards);

    // Mix classes of all rooms in their last tick.
    public long MixClasses => Volatile.Read(ref _mixClasses);

    // The most that there ever were at once.
    public long MostMixClasses => Volatile.Read(ref _mostMixClasses);

    // How often a mixing thread began to do without something.
    public long Overloads => Volatile.Read(ref _overloads);

    // Packets that reached a jitter buffer, each once.
    public long Received => Read(Counter.Received);

    // Packets that came after their turn.
    public long Late => Read(Counter.Late);

    // Packets that never came.
    public long Lost => Read(Counter.Lost);

    // Frames rebuilt from the packet after them.
    public long FecRebuilt => Read(Counter.FecRebuilt);

    // Frames made up.
    public long Concealed => Read(Counter.Concealed);

    public void CountIn() => _counters.Add((int)Counter.In, 1);

    public void CountMalformed() => _counters.Add((int)Counter.Malformed, 1);

    public void CountOverflow() => _counters.Add((int)Counter.Overflowed, 1);

    public void CountUnheard() => _counters.Add((int)Counter.Unheard, 1);

    public void CountOutsideRoom()
    {
        CountIn();
        _counters.Add((int)Counter.OutsideRoom, 1);
    }

    public void CountOverRate()
    {
        CountIn();
        _counters.Add((int)Counter.OverRate, 1);
    }

    // A datagram for a listener, mixed or forwarded.
    public void CountOut(bool taken) => _counters.Add((int)(taken ? Counter.Out : Counter.Refused), 1);

    public void CountOut(long taken, long refused)
    {
        Add(Counter.Out, taken);
        Add(Counter.Refused, refused);
    }

    public void CountEncode(long frames = 1) => Add(Counter.Encodes, frames);

    public void CountDecode(long frames = 1) => Add(Counter.Decodes, frames);

    // Beside CountOut, which tells whether it was taken.
    public void CountForward() => _counters.Add((int)Counter.Forwards, 1);

    // A room has so many mix classes more in this tick than in its last one, or fewer; one that ends takes back what it has.
    public void ChangeMixClasses(long change)
    {
        if (change == 0)
        {
            return;
        }

        long now = Interlocked.Add(ref _mixClasses, change);
        long most;
        do
        {
            most = MostMixClasses;
        }
        while (now > most && Interlocked.CompareExchange(ref _mostMixClasses, now, most) != most);
    }

    public void CountOverload() => Interlocked.Increment(ref _overloads);

    // Adds what a jitter buffer has counted since the last time. A count may go down: what looked like loss was silence.
    public void CountPlayout(in JitterBufferStatistics before, in JitterBufferStatistics now)
    {
        Add(Counter.Received, now.Received - before.Received);
        Add(Counter.Late, now.Late - before.Late);
        Add(Counter.Lost, now.Lost - before.Lost);
        Add(Counter.FecRebuilt, now.FecRebuilt - before.FecRebuilt);
        Add(Counter.Concealed, now.Concealed - before.Concealed);
    }

    private void Add(Counter counter, long change)
    {
        if (change != 0)
        {
            _counters.Add((int)counter, change);
        }
    }

    private long Read(Counter counter) => _counters.Read((int)counter);

    private enum Counter
    {
        In,
        Out,
        Malformed,
        Overflowed,
        OutsideRoom,
        OverRate,
        Unheard,
        Refused,
        Encodes,
        Decodes,
        Forwards,
        Received,
        Late,
        Lost,
        FecRebuilt,
        Concealed,
        Count,
    }
}
