using Mcu.Common.Audio;
using Mcu.Common.Buffers;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;

namespace Mcu.Server.Mixing;

// One participant's voice on its way in: datagrams from the endpoint's thread, one frame per tick on the mixing thread.
internal sealed class Uplink : IDisposable
{
    // Packets between two ticks: 160 ms of speech, more than any jitter that is still worth playing brings at once.
    private const int RingPackets = 8;

    private readonly PacketRing _ring = new(RingPackets, ProtocolLimits.MaxDatagramBytes);
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private readonly VoiceReceiver _receiver;
    private readonly VoiceActivity _activity;
    private readonly MixStatistics _statistics;
    private JitterBufferStatistics _counted;

    public Uplink(MixOptions options, MixStatistics statistics)
    {
        _receiver = new VoiceReceiver(options.Jitter);
        _activity = new VoiceActivity(options.VadThreshold);
        _statistics = statistics;
    }

    // The frame of this tick; silence where nothing is heard.
    public ReadOnlySpan<float> Frame => _frame;

    // Whether this participant is heard in this tick.
    public bool Talks => _activity.IsActive;

    // When the packet of this tick's frame arrived; 0 where the frame was made up or is silence.
    public long Arrival { get; private set; }

    // Endpoint's thread. Keeps a datagram for the next tick.
    public void Receive(ReadOnlySpan<byte> datagram, long now)
    {
        _statistics.CountIn();
        if (datagram.Length > ProtocolLimits.MaxDatagramBytes)
        {
            _statistics.CountMalformed();
        }
        else if (!_ring.Write(datagram, now))
        {
            _statistics.CountOverflow();
        }
    }

    // Mixing thread, once per tick. Takes in what arrived and makes the tick's frame.
    public void Tick(long now)
    {
        int length;
        while ((length = _ring.Read(_datagram, out long arrival)) > 0)
        {
            if (!_receiver.TryInsertDatagram(_datagram.AsSpan(0, length), arrival))
            {
                _statistics.CountMalformed();
            }
        }

        bool heard = _receiver.TryNext(now, _frame, out VoiceFrame info);
        Arrival = heard && info.IsReceived ? info.Arrival : 0;
        _ = heard ? _activity.Hear(AudioLevel.Rms(_frame)) : _activity.HearNothing();
        JitterBufferStatistics counts = _receiver.Statistics;
        _statistics.CountPlayout(_counted, counts);
        _counted = counts;
    }

    public void Dispose() => _receiver.Dispose();
}
