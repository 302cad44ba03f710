using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;

namespace Mcu.Server.Mixing;

// One participant's mixed sound on its way out: encoder, numbering, and the sink. Mixing thread only.
internal sealed class Downlink : IDisposable
{
    // Silent frames after the last talker has gone: they push what the encoder holds back (6.5 ms) out, and their level tells the
    // client that silence follows and not loss.
    private const int TailFrames = 2;

    private static readonly float[] s_silence = new float[AudioFormat.FrameSamples];

    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly VoiceSender _sender;
    private readonly IPacketSink _sink;
    private readonly MixStatistics _statistics;
    private int _tail;

    public Downlink(IPacketSink sink, MixOptions options, MixStatistics statistics)
    {
        _sender = new VoiceSender(options.Encoder);
        _sink = sink;
        _statistics = statistics;
    }

    // Whether it has nothing to send until somebody is heard.
    public bool IsIdle => _tail == 0;

    // Ticks in which nothing was sent, for there were none: the stream's time runs on.
    public void Skip(long ticks) => _sender.StaySilent(ticks);

    // Sends the mix of this tick.
    public void Send(ReadOnlySpan<float> mix)
    {
        _tail = TailFrames;
        Send(mix, isSpeech: true);
    }

    // Nobody is heard in this tick: after the tail nothing is sent, while the stream's time runs on.
    public void StaySilent()
    {
        if (_tail > 0)
        {
            _tail--;
            Send(s_silence, isSpeech: false);
        }
        else
        {
            _sender.StaySilent();
        }
    }

    public void Dispose() => _sender.Dispose();

    private void Send(ReadOnlySpan<float> frame, bool isSpeech)
    {
        int length = _sender.SendDatagram(frame, isSpeech, _datagram);
        _statistics.CountEncode();
        _statistics.CountOut(_sink.Queue(_datagram.AsSpan(0, length)));
    }
}
