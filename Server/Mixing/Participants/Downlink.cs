namespace Mcu.Server.Mixing;

// One participant's sound on its way out: the sink, and the listener's seat. It encodes nothing: what it sends was made for everyone
// who hears the same, or by the talker. The seat is in the room's row, which only the mixing thread touches, and moves there; but
// while the listener is sent another's packets, by that one's endpoint thread, or is in no room, it is here. Thread: one at a time.
internal sealed class Downlink(IPacketSink sink, MixStatistics statistics)
{
    private Seat _own = new();
    private Seat[]? _row;
    private int _place;
    private bool _isAway;

    public IPacketSink Sink => sink;

    public ref StreamNumbers Numbers => ref Seat.Numbers;

    // The stream of its mix class; null while nobody is heard.
    public MixStream? Stream
    {
        get => Seat.Stream;
        set => Seat.Stream = value;
    }

    // Whether anything was ever sent.
    public bool HasSent => Numbers.HasSent;

    // Whether it has nothing to send until somebody is heard.
    public bool IsIdle => Stream is null;

    private ref Seat Seat
    {
        get
        {
            // Away first: who passes packets on must not look at the row, in which the mixing thread may be changing places.
            if (_isAway || _row is null)
            {
                return ref _own;
            }

            return ref _row[_place];
        }
    }

    // Mixing thread: takes the seat to a place in a room's row, from where it was. True where it was in none.
    public bool MoveTo(Seat[] row, int place)
    {
        row[place] = _isAway ? new Seat { IsAway = true } : Seat;
        bool isNew = _row is null;
        _row = row;
        _place = place;
        return isNew;
    }

    // Mixing thread: from here on the seat is another thread's, until Return.
    public void Leave()
    {
        _own = Seat;
        _isAway = true;
        if (_row is not null)
        {
            _row[_place] = new Seat { IsAway = true };
        }
    }

    public void Return()
    {
        _isAway = false;
        if (_row is not null)
        {
            _row[_place] = _own;
        }
    }

    // Mixing thread: which outlet its mixes go through from now on; null for none.
    public void Find(IPacketOutlet? outlet) => Seat.Address = outlet?.Find(sink) ?? default;

    // Sends a datagram with the tick's batch. It has its header already, all but this listener's numbers, which are put in.
    public void Queue(Span<byte> datagram)
    {
        Numbers.Stamp(datagram);
        statistics.CountOut(sink.Queue(datagram));
    }

    // Sends a datagram at once that has this listener's numbers already.
    public void Pass(ReadOnlySpan<byte> datagram)
    {
        Numbers.HasSent = true;
        statistics.CountOut(sink.Send(datagram));
    }
}
