using Mcu.Client.Session;
using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Common.Voice;

namespace Mcu.Client.Voice;

// One connection's voice, both ways: frame → Opus → datagram, and datagrams → jitter buffer → decoder → frame. The two ways share
// nothing, so that each may have a thread of its own. Knows no clock. No locks, no allocation in steady state.
// Owns sender and receiver, not inbox and connection.
#pragma warning disable CA1001 // Two threads hold it, and the last one to let go disposes of what it owns.
internal sealed class VoiceLine
#pragma warning restore CA1001
{
    private const int Ways = 2;

    private readonly VoiceInbox _inbox;
    private readonly ITransportConnection _connection;
    private readonly MuteSwitch _microphone;
    private readonly VoiceSender _sender;
    private readonly VoiceReceiver _receiver;
    private readonly UplinkLoss _loss = new();
    private readonly byte[] _datagram;
    private int _holders = Ways;

    public VoiceLine(
        VoiceInbox inbox, ITransportConnection connection, MuteSwitch microphone, VoiceLineOptions options)
    {
        _inbox = inbox;
        _connection = connection;
        _microphone = microphone;
        _sender = new VoiceSender(options.Encoding);
        _receiver = new VoiceReceiver(options.Jitter);
        int largest = Math.Min(connection.MaxDatagramSize, options.MaxDatagram);
        _datagram = new byte[Math.Min(ProtocolLimits.MaxDatagramBytes, largest)];
    }

    // While it is muted nothing may be sent; the source's time goes on.
    public bool IsMuted => _microphone.IsMuted;

    // Datagrams sent, and those the connection would not take.
    public long Sent { get; private set; }

    public long Unsent { get; private set; }

    public JitterBufferStatistics Heard => _receiver.Statistics;

    // Percent of what was sent lately that was lost.
    public int UplinkLossPercent => _loss.Percent;

    // Sends a frame. Uplink's thread.
    public void Send(ReadOnlySpan<float> frame, bool isSpeech)
    {
        if (_loss.Update(_connection))
        {
            _sender.Encoder.ExpectedLossPercent = _loss.Percent;
        }

        int length = _sender.SendDatagram(frame, isSpeech, _datagram);
        if (_connection.TrySendDatagram(_datagram.AsSpan(0, length)))
        {
            Sent++;
        }
        else
        {
            Unsent++;
        }
    }

    // Whoever is silent sends nothing; the timestamp tells the other end that nothing was lost. Uplink's thread.
    public void StaySilent() => _sender.StaySilent();

    // The frame to play now; silence where nothing is heard. Downlink's thread.
    public void Receive(long now, Span<float> frame)
    {
        _inbox.DrainInto(_receiver);
        _receiver.TryNext(now, frame, out _);
    }

    // Each way lets go of the line once, on the thread that used it; the second one takes the codecs with it.
    public void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _sender.Dispose();
            _receiver.Dispose();
        }
    }
}
