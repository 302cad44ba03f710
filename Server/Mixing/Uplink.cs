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

    // Frames after silence that are heard though they are soft, where a loud one is already waiting behind them: a word begins
    // before it is loud, and a good sender sends two frames from before it.
    private const int OnsetFrames = 2;

    private readonly PacketRing _ring = new(RingPackets, ProtocolLimits.MaxDatagramBytes);
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private readonly VoiceReceiver _receiver;
    private readonly VoiceActivity _activity;
    private readonly MixStatistics _statistics;
    private readonly VoiceGate _gate = new();
    private readonly float _threshold;
    private long _heardInRow; // ticks
    private int _gateState = VoiceGate.Unseen;
    private JitterBufferStatistics _counted;

    public Uplink(MixOptions options, MixStatistics statistics)
    {
        _receiver = new VoiceReceiver(options.Jitter);
        _threshold = options.VadThreshold;
        _activity = new VoiceActivity(_threshold);
        _statistics = statistics;
    }

    // The frame of this tick; silence where nothing is heard.
    public ReadOnlySpan<float> Frame => _frame;

    // Whether this participant is heard in this tick.
    public bool Talks { get; private set; }

    // Whether it was in the tick before.
    public bool Talked { get; private set; }

    // Whether it is to be shown as talking; not while all that is heard is its fading out.
    public bool IsShown => Talks && VoiceGate.IsOpenIn(_gateState);

    // Whether further ticks are silence until a datagram comes. Mixing thread.
    public bool IsIdle => _ring.IsEmpty && !Talks && _receiver.IsIdle;

    // Any thread: whether this voice is let in. Shutting it ends the stream in the next tick; opened again, another one begins.
    public bool IsShutFor(GateReason reason) => _gate.IsShutFor(reason);

    // False where it was so already.
    public bool Shut(GateReason reason, bool shut) => _gate.Set(reason, shut);

    // When the packet of this tick's frame arrived; 0 where the frame was made up or is silence.
    public long Arrival { get; private set; }

    // Endpoint's thread. Keeps a datagram for the next tick; false where there is none to keep.
    public bool Receive(ReadOnlySpan<byte> datagram, long now)
    {
        _statistics.CountIn();
        if (!_gate.IsOpen)
        {
            _statistics.CountUnheard();
            return false;
        }

        if (datagram.IsEmpty || datagram.Length > ProtocolLimits.MaxDatagramBytes)
        {
            _statistics.CountMalformed();
            return false;
        }

        if (!_ring.Write(datagram, now))
        {
            _statistics.CountOverflow();
        }

        return true;
    }

    // Mixing thread, once per tick. Takes in what arrived and makes the tick's frame.
    public void Tick(long now)
    {
        Talked = Talks;
        int gate = _gate.State;
        bool ends = !VoiceGate.IsOpenIn(gate) || (gate != _gateState && VoiceGate.IsOpenIn(_gateState));
        _gateState = gate;
        if (ends)
        {
            EndStream();
        }
        else
        {
            TakeIn();
            bool heard = _receiver.TryNext(now, _frame, out VoiceFrame info);
            Arrival = heard && info.IsReceived ? info.Arrival : 0;
            bool isSpeech = heard ? _activity.Hear(AudioLevel.Rms(_frame)) : _activity.HearNothing();
            _heardInRow = heard ? _heardInRow + 1 : 0;
            Talks = isSpeech || (_heardInRow is > 0 and <= OnsetFrames && IsLoudNext);
        }

        JitterBufferStatistics counts = _receiver.Statistics;
        _statistics.CountPlayout(_counted, counts);
        _counted = counts;
    }

    // Lets this tick's frame go from one volume to another.
    public void Fade(float from, float to) => MixKernels.Ramp(_frame, from, to);

    public void Dispose() => _receiver.Dispose();

    private bool IsLoudNext => AudioLevel.ToRms(_receiver.LoudestOfNext(OnsetFrames)) >= _threshold;

    // No more than the ring holds, however fast they come.
    private void TakeIn()
    {
        for (int i = 0; i < RingPackets; i++)
        {
            int length = _ring.Read(_datagram, out long arrival);
            if (length == 0)
            {
                return;
            }

            if (!_receiver.TryInsertDatagram(_datagram.AsSpan(0, length), arrival))
            {
                _statistics.CountMalformed();
            }
        }
    }

    // The gate is shut, or was since the last tick. What came before is not played any more; a last frame carries on what was being
    // heard and fades it out.
    private void EndStream()
    {
        for (int i = 0; i < RingPackets && _ring.Read(_datagram, out _) > 0; i++)
        {
            _statistics.CountUnheard();
        }

        Talks = _receiver.TryEnd(_frame) && Talked;
        Arrival = 0;
        _activity.Reset();
        _heardInRow = 0;
    }
}
