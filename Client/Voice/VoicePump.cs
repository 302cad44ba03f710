using Mcu.Client.Audio;
using Mcu.Client.Session;
using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Common.Voice;

namespace Mcu.Client.Voice;

// One participant's voice, both ways, a frame per step: source → level → Opus → datagram, and datagrams → jitter buffer →
// decoder → sink. Knows no clock and no thread. Thread: one at a time. No locks, no allocation in steady state.
// Owns sender and receiver, not source, sink, inbox and connection.
internal sealed class VoicePump : IDisposable
{
    private readonly IFrameSource _source;
    private readonly IFrameSink _sink;
    private readonly VoiceInbox _inbox;
    private readonly ITransportConnection _connection;
    private readonly VoiceSender _sender;
    private readonly VoiceReceiver _receiver;
    private readonly VoiceActivity _activity = new();
    private readonly UplinkLoss _loss = new();
    private readonly byte[] _datagram;
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private bool _sourceEnded;

    public VoicePump(
        IFrameSource source, IFrameSink sink, VoiceInbox inbox, ITransportConnection connection, VoicePumpOptions options)
    {
        _source = source;
        _sink = sink;
        _inbox = inbox;
        _connection = connection;
        _sender = new VoiceSender(options.Encoding);
        _receiver = new VoiceReceiver(options.Jitter);
        int largest = Math.Min(connection.MaxDatagramSize, options.MaxDatagram);
        _datagram = new byte[Math.Min(ProtocolLimits.MaxDatagramBytes, largest)];
    }

    // While it is muted nothing is sent; the source's time goes on.
    public MuteSwitch Microphone { get; init; } = new();

    // Datagrams sent, and those the connection would not take.
    public long Sent { get; private set; }

    public long Unsent { get; private set; }

    public JitterBufferStatistics Heard => _receiver.Statistics;

    // Steps so far, each 20 ms of input and of output.
    public long Frames { get; private set; }

    // When the first frame was played: the instant of the output's first sample. Null before.
    public long? StartedAt { get; private set; }

    // The instant of the input's first sample, which is 20 ms before its frame was complete and taken. Null before.
    public long? InputStartedAt { get; private set; }

    // One frame out and one frame in. Now is the frame's deadline; a step that comes late plays but does not send.
    public void Step(long now, bool maySend)
    {
        StartedAt ??= now;
        Capture(now, maySend);
        _inbox.DrainInto(_receiver);
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
        if (!isSpeech || !maySend || Microphone.IsMuted)
        {
            // Whoever is silent sends nothing; the timestamp tells the other end that nothing was lost.
            _sender.StaySilent();
            return;
        }

        if (_loss.Update(_connection))
        {
            _sender.Encoder.ExpectedLossPercent = _loss.Percent;
        }

        int length = _sender.SendDatagram(_frame, isSpeech, _datagram);
        if (_connection.TrySendDatagram(_datagram.AsSpan(0, length)))
        {
            Sent++;
        }
        else
        {
            Unsent++;
        }
    }
}
