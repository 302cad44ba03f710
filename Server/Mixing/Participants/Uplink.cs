using Mcu.Common.Audio;
using Mcu.Common.Buffers;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;

namespace Mcu.Server.Mixing;

// One participant's voice on its way into the mix: datagrams from the endpoint's thread, one frame per tick on the mixing thread.
// Who says nothing takes no memory for it, and who is silent is not decoded: the sender's own level tells.
internal sealed class Uplink(MixOptions options, MixStatistics statistics, ReceiverPool? receivers) : IDisposable
{
    // Packets between two ticks: 160 ms of speech, more than any jitter that is still worth playing brings at once.
    private const int RingPackets = 8;

    // Frames after silence that are heard though they are soft, where a loud one is already waiting behind them: a word begins
    // before it is loud, and a good sender sends two frames from before it.
    private const int OnsetFrames = 2;

    // What a jitter buffer holds at most.
    private const int MostWaiting = 16;

    // Ticks of nothing at all after which the memory goes back to the pool: 10 s, longer than most pauses in a conversation.
    private const long ReturnAfter = 10 * AudioFormat.FramesPerSecond;

    private static readonly float[] s_silence = new float[AudioFormat.FrameSamples];

    private readonly VoiceActivity _activity = new(options.VadThreshold);
    private readonly VoiceGate _gate = new();
    private readonly byte _softest = AudioLevel.FromRms(options.VadThreshold); // softer is silence, unless it follows a word
    private PacketRing? _ring; // made with the first packet; never changed
    private InboundVoice? _voice;
    private long _learnedDelay;
    private long _idleInRow; // ticks
    private long _heardInRow; // ticks
    private int _gateState = VoiceGate.Unseen;
    private JitterBufferStatistics _counted;
    private long _decodesCounted;

    // The frame of this tick; silence where nothing is heard.
    public ReadOnlySpan<float> Frame => _voice is { } voice ? voice.Frame : s_silence;

    // Whether this participant is heard in this tick.
    public bool Talks { get; private set; }

    // Whether it was in the tick before.
    public bool Talked { get; private set; }

    // What the sender says of this tick's frame, in −dBov; silence where there is none.
    public byte Level { get; private set; } = AudioLevel.Silence;

    // Whether it is to be shown as talking; not while all that is heard is its fading out.
    public bool IsShown => Talks && VoiceGate.IsOpenIn(_gateState);

    // Whether further ticks are silence until a datagram comes. Mixing thread.
    public bool IsIdle => HasNothingNew && !Talks && (_voice is null || _voice.Receiver.IsIdle);

    // Whether a further tick would find nothing at all to do until a datagram comes or the gate changes. Mixing thread.
    public bool IsAsleep => _voice is null && !Talks && HasNothingNew && _gateState == _gate.State;

    // Whether a packet waits to be played that is speech, as its sender says. Mixing thread.
    public bool HasSpeechWaiting => _voice is { } voice && voice.Receiver.LoudestOfNext(MostWaiting) <= _softest;

    // Whether somebody hears this voice in a mix. Where nobody does, what came is not played. Mixing thread.
    public bool IsWanted { get; set; } = true;

    // Whether it holds a jitter buffer and a decoder now.
    public bool HoldsReceiver => _voice is not null;

    // When the packet of this tick's frame arrived; 0 where the frame was made up or is silence.
    public long Arrival { get; private set; }

    // Any thread: whether this voice is let in.
    public bool IsOpen => _gate.IsOpen;

    // Changes whenever the gate is shut or opened.
    public int GateState => _gate.State;

    // Any thread: one reason not to let this voice in. Shutting it ends the stream in the next tick; opened again, another one begins.
    public bool IsShutFor(GateReason reason) => _gate.IsShutFor(reason);

    // False where it was so already.
    public bool Shut(GateReason reason, bool shut) => _gate.Set(reason, shut);

    // Endpoint's thread. Keeps a datagram for the next tick, where there is one to keep.
    public bool Receive(ReadOnlySpan<byte> datagram, long now)
    {
        if (datagram.IsEmpty || datagram.Length > ProtocolLimits.MaxDatagramBytes)
        {
            statistics.CountMalformed();
            return false;
        }

        PacketRing? ring = _ring;
        if (ring is null)
        {
            ring = new PacketRing(RingPackets, ProtocolLimits.MaxDatagramBytes);
            Volatile.Write(ref _ring, ring);
        }

        if (!ring.Write(datagram, now))
        {
            statistics.CountOverflow();
        }

        return true;
    }

    // Mixing thread: so many ticks were left out, since there was nothing for them to do.
    public void Skip(long ticks) => _idleInRow += ticks;

    // Mixing thread, once per tick. Takes in what arrived and makes the tick's frame.
    public void Tick(long now)
    {
        Talked = Talks;
        int gate = _gate.State;
        bool ends = !IsWanted || !VoiceGate.IsOpenIn(gate) || (gate != _gateState && VoiceGate.IsOpenIn(_gateState));
        _gateState = gate;
        if (ends)
        {
            EndStream();
        }
        else if (_voice is not null || !HasNothingNew)
        {
            Play(now);
        }

        Settle();
    }

    // Lets this tick's frame go from one volume to another.
    public void Fade(float from, float to)
    {
        if (_voice is { } voice)
        {
            MixKernels.Ramp(voice.Frame, from, to);
        }
    }

    public void Dispose()
    {
        if (_voice is { } voice)
        {
            _voice = null;
            if (receivers is null)
            {
                voice.Dispose();
            }
            else
            {
                receivers.Return(voice);
            }
        }
    }

    private bool HasNothingNew => Volatile.Read(ref _ring) is not { IsEmpty: false };

    private void Play(long now)
    {
        InboundVoice voice = _voice ??= TakeVoice();
        TakeIn(voice);
        bool isOnset = _heardInRow < OnsetFrames && voice.Receiver.LoudestOfNext(1 + OnsetFrames) <= _softest;
        byte softest = _activity.IsActive || isOnset ? AudioLevel.Silence : _softest;
        // As of the time by which what is to be heard must have arrived.
        bool heard = voice.Receiver.TryNext(now - PickupPlan.Lead, voice.Frame, out VoiceFrame info, softest);
        Arrival = heard && info.IsReceived ? info.Arrival : 0;
        Level = heard ? info.Level : AudioLevel.Silence;
        bool isSpeech = heard ? _activity.Hear(AudioLevel.Rms(voice.Frame)) : _activity.HearNothing();
        _heardInRow = heard || info.IsPassedOver ? _heardInRow + 1 : 0;
        Talks = isSpeech || (heard && _heardInRow <= OnsetFrames && voice.Receiver.LoudestOfNext(OnsetFrames) <= _softest);
    }

    // No more than the ring holds, however fast they come.
    private void TakeIn(InboundVoice voice)
    {
        Span<byte> datagram = stackalloc byte[ProtocolLimits.MaxDatagramBytes];
        for (int i = 0; i < RingPackets && !HasNothingNew; i++)
        {
            int length = _ring!.Read(datagram, out long arrival);
            if (length > 0 && !voice.Receiver.TryInsertDatagram(datagram[..length], arrival))
            {
                statistics.CountMalformed();
            }
        }
    }

    // The gate is shut, or was since the last tick, or nobody is left who hears this in a mix. What came before is not played any
    // more; a last frame carries on what was being heard and fades it out.
    private void EndStream()
    {
        DropWhatWaits();
        if (_voice is not { } voice)
        {
            return;
        }

        Talks = voice.Receiver.TryEnd(voice.Frame) && Talked;
        Arrival = 0;
        Level = AudioLevel.Silence;
        _activity.Reset();
        _heardInRow = 0;
    }

    private void DropWhatWaits()
    {
        Span<byte> datagram = stackalloc byte[ProtocolLimits.MaxDatagramBytes];
        for (int i = 0; i < RingPackets && !HasNothingNew; i++)
        {
            if (_ring!.Read(datagram, out _) > 0)
            {
                statistics.CountUnheard();
            }
        }
    }

    // Counts what was done, and gives back what has not been needed for long.
    private void Settle()
    {
        if (_voice is not { } voice)
        {
            return;
        }

        JitterBufferStatistics counts = voice.Receiver.Statistics;
        statistics.CountPlayout(_counted, counts);
        _counted = counts;
        statistics.CountDecode(voice.Receiver.Decodes - _decodesCounted);
        _decodesCounted = voice.Receiver.Decodes;
        _idleInRow = IsIdle ? _idleInRow + 1 : 0;
        if (_idleInRow > ReturnAfter)
        {
            _learnedDelay = voice.Receiver.LearnedDelay;
            Dispose();
        }
    }

    private InboundVoice TakeVoice()
    {
        InboundVoice voice = receivers is null ? new InboundVoice(options) : receivers.Take(_learnedDelay);
        voice.Frame.AsSpan().Clear();
        _counted = voice.Receiver.Statistics;
        _decodesCounted = voice.Receiver.Decodes;
        _idleInRow = 0;
        return voice;
    }
}
