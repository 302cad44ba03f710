using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;
using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Simulation;

// One client in virtual time: says frames into its uplink path, and plays what comes out of its downlink path, every 20 ms.
internal sealed class SimulatedClient : IPacketSink, IDisposable
{
    private readonly VoiceSender _sender;
    private readonly VoiceReceiver _receiver = new();
    private readonly VirtualPath<byte[]> _up;
    private readonly VirtualPath<byte[]> _down;
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly List<float> _heard = [];
    private readonly MixStatistics _statistics;
    private long _now;

    public SimulatedClient(
        ulong id, MixOptions options, VirtualPathOptions up, VirtualPathOptions down, FrameSource says, long nextFrame, MixStatistics statistics,
        ReceiverPool receivers)
    {
        _sender = new VoiceSender(options.Encoder);
        _up = new VirtualPath<byte[]>(up);
        _down = new VirtualPath<byte[]>(down);
        Says = says;
        NextFrame = nextFrame;
        _statistics = statistics;
        Server = new MixParticipant(id, this, options, statistics, receivers);
    }

    // What it says from the next frame on.
    public FrameSource Says { get; set; }

    // The server's end of it.
    public MixParticipant Server { get; }

    // When its sound card wants the next frame.
    public long NextFrame { get; private set; }

    // The headers of all that the server sent it, in order.
    public List<VoiceHeader> Sent { get; } = [];

    public JitterBufferStatistics Statistics => _receiver.Statistics;

    // Everything it heard, or the last so many seconds of it.
    public ReadOnlySpan<float> Heard => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_heard);

    public ReadOnlySpan<float> LastHeard(double seconds) => Heard[^(int)(seconds * AudioFormat.SampleRate)..];

    // Lets what is under way arrive, and the sound card have its frame where it is time.
    public void Advance(long now)
    {
        _now = now;
        while (_up.TryReceive(now, out byte[] datagram, out long arrival))
        {
            if (Server.Receive(datagram, arrival))
            {
                _statistics.AddedDelay.Record(now - arrival);
            }
        }

        while (_down.TryReceive(now, out byte[] datagram, out long arrival))
        {
            Assert.True(_receiver.TryInsertDatagram(datagram, arrival));
        }

        if (now >= NextFrame)
        {
            NextFrame += AudioFormat.FrameDuration;
            _receiver.TryNext(now, _frame, out _);
            _heard.AddRange(_frame);
            SayFrame(now);
        }
    }

    // The server sends: into the path down.
    public bool Send(ReadOnlySpan<byte> datagram)
    {
        Assert.True(VoiceHeader.TryRead(datagram, out VoiceHeader header, out _));
        Sent.Add(header);
        _down.Send(datagram.ToArray(), _now);
        return true;
    }

    // The network of these tests is as fast with one as with many.
    public bool Queue(ReadOnlySpan<byte> datagram) => Send(datagram);

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    private void SayFrame(long now)
    {
        if (!Says(_frame))
        {
            _sender.StaySilent();
            return;
        }

        int length = _sender.SendDatagram(_frame, isSpeech: true, _datagram);
        _up.Send(_datagram.AsSpan(0, length).ToArray(), now);
    }
}
