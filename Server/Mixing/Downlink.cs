namespace Mcu.Server.Mixing;

// One participant's sound on its way out: the sink, and the numbers of its stream. It encodes nothing: what it sends was made for
// everyone who hears the same, or by the talker. Thread: one at a time.
internal sealed class Downlink(IPacketSink sink, MixStatistics statistics)
{
    // Silent frames after the last talker has gone: they push what an encoder holds back (6.5 ms) out, and their level tells the
    // client that silence follows and not loss.
    public const int TailFrames = 2;

    private StreamNumbers _numbers = new();

    public ref StreamNumbers Numbers => ref _numbers;

    // Frames of silence that are still to be sent before the stream may rest.
    public int Tail { get; set; }

    // Whether it has nothing to send until somebody is heard.
    public bool IsIdle => Tail == 0;

    // Sends a datagram with the tick's batch. It has its header already, all but this listener's numbers, which are put in.
    public void Queue(Span<byte> datagram)
    {
        _numbers.Stamp(datagram);
        statistics.CountOut(sink.Queue(datagram));
    }

    // Sends such a datagram at once.
    public void Send(Span<byte> datagram)
    {
        _numbers.Stamp(datagram);
        statistics.CountOut(sink.Send(datagram));
    }

    // Ticks in which nothing is sent: the stream's time runs on.
    public void StaySilent(long ticks = 1) => _numbers.StaySilent(ticks);
}
