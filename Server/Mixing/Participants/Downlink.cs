namespace Mcu.Server.Mixing;

// One participant's sound on its way out: the sink, and the numbers of its stream. It encodes nothing: what it sends was made for
// everyone who hears the same, or by the talker. Thread: one at a time.
internal sealed class Downlink(IPacketSink sink, MixStatistics statistics)
{
    private StreamNumbers _numbers = new();

    public ref StreamNumbers Numbers => ref _numbers;

    // The stream of its mix class, of the last tick or already of this one; null while nobody is heard.
    public MixStream? Stream { get; set; }

    // Whether anything was ever sent.
    public bool HasSent { get; private set; }

    // Whether it has nothing to send until somebody is heard.
    public bool IsIdle => Stream is null;

    // Sends a datagram with the tick's batch. It has its header already, all but this listener's numbers, which are put in.
    public void Queue(Span<byte> datagram)
    {
        HasSent = true;
        _numbers.Stamp(datagram);
        statistics.CountOut(sink.Queue(datagram));
    }

    // The same, where others are sent it too.
    public void Queue(IPacketOutlet outlet, int shared, Span<byte> datagram)
    {
        HasSent = true;
        _numbers.Stamp(datagram);
        statistics.CountOut(outlet.Queue(sink, shared, datagram));
    }

    // Sends such a datagram at once.
    public void Send(Span<byte> datagram)
    {
        HasSent = true;
        _numbers.Stamp(datagram);
        statistics.CountOut(sink.Send(datagram));
    }

    // Sends a datagram at once that has this listener's numbers already.
    public void Pass(ReadOnlySpan<byte> datagram)
    {
        HasSent = true;
        statistics.CountOut(sink.Send(datagram));
    }

    // Ticks in which nothing is sent: the stream's time runs on.
    public void StaySilent(long ticks = 1) => _numbers.StaySilent(ticks);
}
