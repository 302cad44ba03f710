namespace Mcu.Server.Mixing;

// A room's listeners, their seats in a row, in the order of the participants. A tick of a thousand who only listen goes over some 40 KB
// from one end to the other, and touches none of the objects that belong to them. Mixing thread only; it allocates only where the
// room is larger than ever before.
internal sealed class Audience
{
    private Seat[] _row = [];
    private int _count;
    private IPacketOutlet? _outlet;

    public Span<Seat> Seats => _row.AsSpan(0, _count);

    // Gives everyone who is here their place. Who was here before comes in the same order, and the others behind them.
    public void Take(MixParticipant[] participants)
    {
        Seat[] row = participants.Length <= _row.Length ? _row : new Seat[Math.Max(participants.Length, 2 * _row.Length)];
        for (int i = 0; i < participants.Length; i++)
        {
            // In the same row everyone moves towards its beginning, to where nobody is any more.
            if (participants[i].Downlink.MoveTo(row, i))
            {
                participants[i].Downlink.Find(_outlet);
            }
        }

        row.AsSpan(participants.Length).Clear();
        _row = row;
        _count = participants.Length;
    }

    // Mixes go through this outlet from now on; null where each sink is to be called.
    public void Use(IPacketOutlet? outlet, MixParticipant[] participants)
    {
        if (outlet == _outlet)
        {
            return;
        }

        _outlet = outlet;
        foreach (MixParticipant participant in participants)
        {
            participant.Downlink.Find(outlet);
        }
    }

    // Sends everyone what their stream made. Who has none, and is not away, is silent for this tick.
    public void Send(MixParticipant[] participants, MixStatistics statistics)
    {
        int sent = 0;
        int taken = 0;
        Span<Seat> seats = Seats;
        for (int i = 0; i < seats.Length; i++)
        {
            ref Seat seat = ref seats[i];
            if (seat.Stream is { HasPacket: true } stream)
            {
                Span<byte> datagram = stream.Datagram;
                seat.Numbers.Stamp(datagram);
                bool isTaken = seat.Address.IsKnown
                    ? _outlet!.Queue(seat.Address, stream.Shared, datagram)
                    : participants[i].Downlink.Sink.Queue(datagram);
                taken += isTaken ? 1 : 0;
                sent++;
            }
            else if (!seat.IsAway)
            {
                seat.Numbers.StaySilent();
            }
        }

        statistics.CountOut(taken, refused: sent - taken);
    }

    // Ticks in which nobody is sent anything.
    public void StaySilent(long ticks)
    {
        foreach (ref Seat seat in Seats)
        {
            if (!seat.IsAway)
            {
                seat.Numbers.StaySilent(ticks);
            }
        }
    }
}
