namespace Mcu.Server.Mixing;

// One participant as mixing sees it: a voice in, a mix out, and whom it does not want to hear.
// Ownership: who makes it disposes it until it is added to a mixer; from then on the mixer does.
internal sealed class MixParticipant(ulong id, IPacketSink sink, MixOptions options, MixStatistics statistics) : IDisposable
{
    private volatile MixParticipant[] _blocked = [];
    private volatile Doorbell? _bell;

    public ulong Id { get; } = id;

    public Uplink Uplink { get; } = new(options, statistics);

    public Downlink Downlink { get; } = new(sink, statistics);

    // Where true nobody hears this participant: what arrives is dropped undecoded. Where it becomes false a new stream begins.
    // Thread: any.
    public bool IsMuted
    {
        get => Uplink.IsShutFor(GateReason.Muted);
        set
        {
            if (Uplink.Shut(GateReason.Muted, value))
            {
                Bell?.Ring();
            }
        }
    }

    // Whom this listener has blocked. Thread: any; what it answers never changes.
    public MixParticipant[] Blocked => _blocked;

    // The room's, while there is one; set by the mixer.
    public Doorbell? Bell
    {
        get => _bell;
        set => _bell = value;
    }

    // Whether this participant alone gives the room a reason to tick: sound or something in the ring, or a stream that ends.
    public bool IsIdle => Uplink.IsIdle && Downlink.IsIdle;

    // Mixing thread: the index in this tick's room.
    public int Index { get; private set; }

    // Mixing thread: whether this tick's sum holds this participant, and whether the last one's did.
    public bool IsHeard { get; set; }

    public bool WasHeard { get; private set; }

    // Mixing thread: whether it is one of the talkers there is room for in this tick, and whether it was in the last; and how loud
    // it has been of late, as an RMS.
    public bool IsChosen { get; set; }

    public bool WasChosen { get; private set; }

    public float Loudness { get; set; }

    // Mixing thread: the blocks that the last mix was made with.
    public MixParticipant[] AppliedBlocks { get; set; } = [];

    // No longer hears someone of the same room, who is not told and hears as before. To block oneself, or twice, is nothing.
    // Thread: one caller at a time, Unblock and the mixer's Add and Remove included, at any time.
    public void Block(MixParticipant other)
    {
        if (other != this && !_blocked.Contains(other))
        {
            _blocked = [.. _blocked, other];
        }
    }

    // Hears them again. Thread: as Block.
    public void Unblock(MixParticipant other)
    {
        if (_blocked.Contains(other))
        {
            _blocked = [.. _blocked.Where(blocked => blocked != other)];
        }
    }

    // Mixing thread: a tick begins, in which nobody is heard yet.
    public void BeginTick(int index)
    {
        Index = index;
        WasHeard = IsHeard;
        WasChosen = IsChosen;
        IsHeard = false;
        IsChosen = false;
    }

    // Endpoint's thread: a datagram of this participant arrived.
    public void Receive(ReadOnlySpan<byte> datagram, long now)
    {
        if (Uplink.Receive(datagram, now))
        {
            Bell?.Ring();
        }
    }

    // Whether its mixer has let it go.
    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        IsDisposed = true;
        Uplink.Dispose();
    }
}
