using Mcu.Client.Audio;
using Mcu.Common.Audio;
using Mcu.Common.Buffers;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Common.Voice;

namespace Mcu.Client.Session;

// One participant's voice, both ways, a frame per step: source → level → Opus → datagram, and datagrams → jitter buffer →
// decoder → sink. Knows no clock and no thread. Threads: OnDatagram on the endpoint's, everything else on one other.
// No locks, no allocation in steady state. Owns sender and receiver, not source, sink and connection.
internal sealed class VoicePump : IDisposable
{
    // 320 ms of datagrams between two steps; more than that is not waited for anyway.
    private const int InboxPackets = 16;

    private readonly IFrameSource _source;
    private readonly IFrameSink _sink;
    private readonly VoiceSender _sender;
    private readonly VoiceReceiver _receiver = new();
    private readonly VoiceActivity _activity = new();
    private readonly PacketRing _inbox = new(InboxPackets, ProtocolLimits.MaxDatagramBytes);
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private readonly UplinkLoss _loss = new();
    private ITransportConnection? _connection;
    private int _maxDatagram;
    private bool _sourceEnded;
    private long _malformed;

    public VoicePump(IFrameSource source, IFrameSink sink, OpusEncoderOptions encoding)
    {
        _source = source;
        _sink = sink;
        _sender = new VoiceSender(encoding);
    }

    // Datagrams sent, and those the connection would not take.
    public long Sent { get; private set; }

    public long Unsent { get; private set; }

    // Datagrams dropped: no voice datagram, or one that came while the inbox was full.
    public long Dropped => _malformed + _inbox.Dropped;

    public JitterBufferStatistics Heard => _receiver.Statistics;

    // Steps so far, each 20 ms of input and of output.
    public long Frames { get; private set; }

    // When the first frame was played: the instant of the output's first sample. Null before.
    public long? StartedAt { get; private set; }

    // The instant of the input's first sample, which is 20 ms before its frame was complete and taken. Null before.
    public long? InputStartedAt { get; private set; }

    // Where to send; until it is called, frames are read and played but not sent. MaxDatagram: bytes the server takes.
    public void SendOver(ITransportConnection connection, int maxDatagram)
    {
        _connection = connection;
        _maxDatagram = Math.Min(_datagram.Length, Math.Min(connection.MaxDatagramSize, maxDatagram));
    }

    // A DatagramHandler.
    public void OnDatagram(ReadOnlySpan<byte> datagram, long now) => _inbox.Write(datagram, now);

    // One frame out and one frame in. Now is the frame's deadline; a step that comes late plays but does not send.
    public void Step(long now, bool maySend)
    {
        StartedAt ??= now;
        Capture(now, maySend);
        Drain();
        _receiver.TryNext(now, _frame, out _);
        _sink.Write(_frame);
        Frames++;
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    private void Capture(long now, bool maySend)
    {
        if (_sourceEnded || !_source.TryRead(_frame))
        {
            _sourceEnded = true;
            _sender.StaySilent();
            return;
        }

        InputStartedAt ??= now - AudioFormat.FrameDuration;
        bool isSpeech = _activity.Hear(AudioLevel.Rms(_frame));
        if (!isSpeech || !maySend || _connection is null)
        {
            // Whoever is silent sends nothing; the timestamp tells the other end that nothing was lost.
            _sender.StaySilent();
            return;
        }

        if (_loss.Update(_connection))
        {
            _sender.Encoder.ExpectedLossPercent = _loss.Percent;
        }

        VoicePacket packet = _sender.Send(_frame, _datagram.AsSpan(VoiceHeader.Size.._maxDatagram));
        new VoiceHeader(packet.StartsTalkspurt, isSpeech, packet.Level, packet.Sequence, packet.Timestamp).WriteTo(_datagram);
        if (_connection.TrySendDatagram(_datagram.AsSpan(0, VoiceHeader.Size + packet.Length)))
        {
            Sent++;
        }
        else
        {
            Unsent++;
        }
    }

    private void Drain()
    {
        for (int length = _inbox.Read(_datagram, out long arrival); length > 0; length = _inbox.Read(_datagram, out arrival))
        {
            if (VoiceHeader.TryRead(_datagram.AsSpan(0, length), out VoiceHeader header, out ReadOnlySpan<byte> payload))
            {
                _receiver.Insert(header.Sequence, header.Timestamp, header.TalkspurtStart, header.Level, payload, arrival);
            }
            else
            {
                _malformed++;
            }
        }
    }
}
