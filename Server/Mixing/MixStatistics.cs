using Mcu.Common.Audio;

namespace Mcu.Server.Mixing;

// What the rooms of a server have done. Counted without a lock or an allocation, from the mixing thread and the endpoint's; any
// thread reads, and what it reads may be a moment old.
internal sealed class MixStatistics
{
    private long _datagramsIn;
    private long _datagramsOut;
    private long _malformed;
    private long _overflowed;
    private long _outsideRoom;
    private long _overRate;
    private long _unheard;
    private long _refused;
    private long _encodes;
    private long _received;
    private long _late;
    private long _lost;
    private long _fecRebuilt;
    private long _concealed;

    // Packet in to mixed packet out: one sample per talker and tick in which somebody heard it.
    public DurationHistogram AddedDelay { get; } = new();

    // Datagrams that arrived, whatever became of them.
    public long DatagramsIn => Volatile.Read(ref _datagramsIn);

    // Datagrams that a listener's connection took.
    public long DatagramsOut => Volatile.Read(ref _datagramsOut);

    // Datagrams dropped because they were no voice datagrams.
    public long Malformed => Volatile.Read(ref _malformed);

    // Datagrams dropped because more came between two ticks than a ring holds.
    public long Overflowed => Volatile.Read(ref _overflowed);

    // Datagrams dropped because their sender was in no room.
    public long OutsideRoom => Volatile.Read(ref _outsideRoom);

    // Datagrams dropped because their sender sent more than is allowed.
    public long OverRate => Volatile.Read(ref _overRate);

    // Datagrams dropped because their sender was muted, or alone in the room.
    public long Unheard => Volatile.Read(ref _unheard);

    // Mixed datagrams that a listener's connection did not take.
    public long Refused => Volatile.Read(ref _refused);

    // Frames encoded.
    public long Encodes => Volatile.Read(ref _encodes);

    // Packets that reached a jitter buffer, each once.
    public long Received => Volatile.Read(ref _received);

    // Packets that came after their turn.
    public long Late => Volatile.Read(ref _late);

    // Packets that never came.
    public long Lost => Volatile.Read(ref _lost);

    // Frames rebuilt from the packet after them.
    public long FecRebuilt => Volatile.Read(ref _fecRebuilt);

    // Frames made up.
    public long Concealed => Volatile.Read(ref _concealed);

    public void CountIn() => Interlocked.Increment(ref _datagramsIn);

    public void CountMalformed() => Interlocked.Increment(ref _malformed);

    public void CountOverflow() => Interlocked.Increment(ref _overflowed);

    public void CountUnheard() => Interlocked.Increment(ref _unheard);

    public void CountOutsideRoom()
    {
        CountIn();
        Interlocked.Increment(ref _outsideRoom);
    }

    public void CountOverRate()
    {
        CountIn();
        Interlocked.Increment(ref _overRate);
    }

    public void CountOut(bool taken) => Interlocked.Increment(ref taken ? ref _datagramsOut : ref _refused);

    public void CountEncodes(int frames) => Interlocked.Add(ref _encodes, frames);

    // Adds what a jitter buffer has counted since the last time. A count may go down: what looked like loss was silence.
    public void CountPlayout(in JitterBufferStatistics before, in JitterBufferStatistics now)
    {
        Add(ref _received, now.Received - before.Received);
        Add(ref _late, now.Late - before.Late);
        Add(ref _lost, now.Lost - before.Lost);
        Add(ref _fecRebuilt, now.FecRebuilt - before.FecRebuilt);
        Add(ref _concealed, now.Concealed - before.Concealed);
    }

    private static void Add(ref long count, long change)
    {
        if (change != 0)
        {
            Interlocked.Add(ref count, change);
        }
    }
}
