using Mcu.Common.Audio;

namespace Mcu.Server.Mixing;

// One participant as mixing sees it: a voice in, a mix out or another's voice, and whom it does not want to hear.
// Ownership: who makes it disposes it until it is added to a mixer; from then on the mixer does.
internal sealed class MixParticipant : IDisposable
{
    private readonly MixStatistics _statistics;
    private readonly byte _softest;
    private volatile MixParticipant[] _blocked = [];
    private volatile Doorbell<ITickable>? _bell;
    private volatile ForwardRoutes _routes = ForwardRoutes.MixedOnly;
    private volatile bool _isGone;
    private Forwarder? _forwarder; // made with the first packet to pass on; never changed

    // Without a pool the participant's memory goes with it.
    public MixParticipant(
        ulong id, IPacketSink sink, MixOptions options, MixStatistics statistics, ReceiverPool? receivers = null)
    {
        _statistics = statistics;
        _softest = AudioLevel.FromRms(options.VadThreshold);
        Id = id;
        Uplink = new Uplink(options, statistics, receivers);
        Downlink = new Downlink(sink, statistics);
        Lane = new ForwardLane(this, statistics);
    }

    public ulong Id { get; }

    public Uplink Uplink { get; }

    public Downlink Downlink { get; }

    // The way into this listener past the mixer.
    public ForwardLane Lane { get; }

    // Mixing thread: whether this listener is sent another's packets as they came, and no mix.
    public bool IsForwarded => Lane.Source is not null;

    // Mixing thread: the only one whom this listener can hear; null where there are none, or several.
    public MixParticipant? SoleSource { get; set; }

    // Mixing thread: whether this participant is to be shown as talking.
    public bool IsShown => Uplink.IsShown || (_forwarder is { } forwarder && forwarder.IsShown);

    // Where this one's packets go. Set by the mixing thread.
    public ForwardRoutes Routes
    {
        get => _routes;
        set => _routes = value;
    }

    // Whether the room has let it go: it hears nobody any more. Thread: any.
    public bool IsGone
    {
        get => _isGone;
        set => _isGone = value;
    }

    // Where true nobody hears this participant: what arrives is dropped undecoded. Where it becomes false a new stream begins.
    // Thread: any.
    public bool IsMuted
    {
        get => Uplink.IsShutFor(GateReason.Muted);
        set => Shut(GateReason.Muted, value);
    }

    // Whom this listener has blocked. Thread: any; what it answers never changes.
    public MixParticipant[] Blocked => _blocked;

    // The room's, while there is one; set by the mixer.
    public Doorbell<ITickable>? Bell
    {
        get => _bell;
        set => _bell = value;
    }

    // Rung with the room's bell, and wakes this one for it.
    public Doorbell<MixParticipant> Waker { get; } = new();

    // Mixing thread: whether ticks look at this one.
    public bool IsAwake { get; set; }

    // Mixing thread: whether the next tick has to, though nothing new comes. Looks at what other threads have written, each time anew.
    public bool NeedsLook =>
        !Uplink.IsAsleep || IsForwarded || SoleSource is not null || IsHeard || WasHeard || IsChosen || WasChosen
        || Blocked is not [] || DecidedBlocks is not [] || AppliedBlocks is not []
        || Volatile.Read(ref _forwarder) is { IdleUntil: not long.MaxValue };

    // Up to when this participant's voice, or what it is passed on, gives the room no reason to tick.
    public long IdleUntil => Uplink.IsIdle
        ? Math.Min(Lane.IdleUntil, Volatile.Read(ref _forwarder)?.IdleUntil ?? long.MaxValue)
        : long.MinValue;

    // Mixing thread: the index in this tick's room.
    public int Index { get; set; }

    // Mixing thread: whether this tick's sum holds this participant, and whether the last one's did.
    public bool IsHeard { get; set; }

    public bool WasHeard { get; private set; }

    // Mixing thread: whether it is one of the talkers there is room for in this tick, and whether it was in the last; and how loud
    // it has been of late, as an RMS.
    public bool IsChosen { get; set; }

    public bool WasChosen { get; private set; }

    public float Loudness { get; set; }

    // Mixing thread: the blocks that it was last decided by whom this listener can hear.
    public MixParticipant[] DecidedBlocks { get; set; } = [];

    // Mixing thread: the blocks that the last mix was made with.
    public MixParticipant[] AppliedBlocks { get; set; } = [];

    // No longer hears someone of the same room, who is not told and hears as before. To block oneself, or twice, is nothing.
    // Thread: one caller at a time, Unblock and the mixer's Add and Remove included, at any time.
    public void Block(MixParticipant other)
    {
        if (other != this && !_blocked.Contains(other))
        {
            _blocked = [.. _blocked, other];
            Ring();
        }
    }

    // Hears them again. Thread: as Block.
    public void Unblock(MixParticipant other)
    {
        if (_blocked.Contains(other))
        {
            _blocked = [.. _blocked.Where(blocked => blocked != other)];
            Ring();
        }
    }

    // One reason not to let this voice in. Thread: any.
    public void Shut(GateReason reason, bool shut)
    {
        if (Uplink.Shut(reason, shut))
        {
            Ring();
        }
    }

    // Whether this is one of those. Who has left keeps an old index.
    public bool IsIn(MixParticipant[] participants) =>
        (uint)Index < (uint)participants.Length && participants[Index] == this;

    // Whether this listener hears that one, should it speak. Thread: any.
    public bool Hears(MixParticipant other) => !_isGone && Array.IndexOf(_blocked, other) < 0;

    // Endpoint's thread: a datagram of this participant arrived. True where it was passed on to somebody at once.
    public bool Receive(ReadOnlySpan<byte> datagram, long now)
    {
        _statistics.CountIn();
        int gate = Uplink.GateState;
        ForwardRoutes routes = _routes;
        if (!VoiceGate.IsOpenIn(gate) || (!routes.IsMixed && routes.Lanes.Length == 0))
        {
            _statistics.CountUnheard();
            return false;
        }

        Forwarder.Outcome outcome = Forwarder.Outcome.HeldBack;
        if (routes.Lanes.Length > 0)
        {
            outcome = Forward(datagram, now, routes, gate);
        }
        else
        {
            _forwarder?.PassOver();
        }

        bool mixes = routes.IsMixed && outcome != Forwarder.Outcome.Malformed && Uplink.Receive(datagram, now);
        if (mixes || outcome == Forwarder.Outcome.PassedNews)
        {
            Ring();
        }

        return outcome is Forwarder.Outcome.Passed or Forwarder.Outcome.PassedNews;
    }

    // Mixing thread: a tick begins, in which nobody is heard yet.
    public void BeginTick()
    {
        WasHeard = IsHeard;
        WasChosen = IsChosen;
        IsHeard = false;
        IsChosen = false;
    }

    // Mixing thread: a tick ends, and it is clear who is sent this one's packets: whether it is to be shown as talking.
    public bool Show(long now)
    {
        Volatile.Read(ref _forwarder)?.Look(now, isHeard: _routes.Lanes.Length > 0 && Uplink.IsOpen);
        return IsShown;
    }

    // Whether its mixer has let it go.
    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        IsDisposed = true;
        Uplink.Dispose();
    }

    // Any thread, after what it is about has been written: the next tick looks at this one, and there is a next tick.
    private void Ring()
    {
        Waker.Ring();
        Bell?.Ring();
    }

    private Forwarder.Outcome Forward(ReadOnlySpan<byte> datagram, long now, ForwardRoutes routes, int gate)
    {
        if (_forwarder is null)
        {
            Volatile.Write(ref _forwarder, new Forwarder(this, _softest, _statistics));
        }

        return _forwarder!.Pass(datagram, now, routes, gate);
    }
}
