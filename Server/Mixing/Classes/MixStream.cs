using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// One encoder's stream, which all of a mix class are sent: the encoder, the last frames of what went into it, and the datagram
// that came out in this tick. Thread: the room's, but for Encode, which any may call for one tick.
internal sealed class MixStream : IDisposable
{
    // Frames of its past with which another encoder is primed, so that it goes on as this one would have.
    public const int PastFrames = 3;

    // Silent frames after the last talker has gone: they push what the encoder holds back (6.5 ms) out, and their level tells the
    // client that silence follows and not loss.
    public const int TailFrames = 2;

    private const int Slots = PastFrames + 1;
    private const int Frame = AudioFormat.FrameSamples;

    // The frame of this tick and those before it, in turn.
    private readonly float[] _frames = new float[Slots * Frame];
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly OpusEncoder _encoder;
    private readonly int _complexity;
    private int _current;
    private int _past;
    private int _length;
    private MixStream? _before;

    public MixStream(OpusEncoderOptions options)
    {
        _encoder = new OpusEncoder(options);
        _complexity = options.Complexity;
    }

    // What is to be encoded in this tick, to be filled in.
    public Span<float> Input => _frames.AsSpan(_current * Frame, Frame);

    // What was made of it: the header without any listener's numbers, and the packet.
    public Span<byte> Datagram => _datagram.AsSpan(0, _length);

    // Whether there is one: not where encoding failed.
    public bool HasPacket => _length > 0;

    // Frames encoded in this tick: more than one where it was primed.
    public int Encodes { get; private set; }

    // Frames of silence it has sent since somebody was heard.
    public int Tail { get; private set; }

    // What its listeners hear in this tick.
    public PlannedMix Mix { get; private set; }

    // The first of the groups of those who were on it, and the one that stays; −1 for none.
    public int FirstGroup = MixClasses.None;

    public int Keeper { get; set; } = MixClasses.None;

    // The larger stream that holds the same, and for how many ticks in a row it has.
    public MixStream? Twin { get; set; }

    public int TwinTicks { get; set; }

    // Begins a tick.
    public void Hold(in PlannedMix mix)
    {
        Mix = mix;
        _length = 0;
        Encodes = 0;
        Tail = mix.IsSilent ? Tail + 1 : 0;
    }

    // Begins where another one is, which stays as it is: its next Encode does the work.
    public void ContinueFrom(MixStream before)
    {
        _before = before;
        Tail = before.Tail;
    }

    // Encodes the frame of this tick. Touches nothing of other streams and reads only what they do not change before Advance.
    public void Encode(bool isSpeech, int complexity)
    {
        Encodes = 1;
        _encoder.Complexity = Math.Min(_complexity, complexity);
        if (_before is not null)
        {
            Prime(_before);
        }

        int length = _encoder.Encode(Input, _datagram.AsSpan(VoiceHeader.Size));
        new VoiceHeader(false, isSpeech, AudioLevel.Of(Input), 0, 0).WriteTo(_datagram);
        _length = VoiceHeader.Size + length;
    }

    // The tick is over: its frame is the past. Where none was encoded that is silence, not what a former use has left there; and
    // the stream that it was to continue may soon be another's.
    public void Advance()
    {
        _before = null;
        if (!HasPacket)
        {
            Input.Clear();
        }

        _current = (_current + 1) % Slots;
        _past = Math.Min(_past + 1, PastFrames);
    }

    // Forgets everything, for another use.
    public void Reset()
    {
        _encoder.Reset();
        _current = 0;
        _past = 0;
        _length = 0;
        _before = null;
        Encodes = 0;
        Tail = 0;
        Mix = default;
        FirstGroup = MixClasses.None;
        Keeper = MixClasses.None;
        Twin = null;
        TwinTicks = 0;
    }

    public void Dispose() => _encoder.Dispose();

    // The other's past becomes this one's; what comes out was heard already, and is overwritten.
    private void Prime(MixStream before)
    {
        for (int age = before._past; age > 0; age--)
        {
            ReadOnlySpan<float> frame = before.Past(age);
            frame.CopyTo(_frames.AsSpan(Slot(age) * Frame, Frame));
            _encoder.Encode(frame, _datagram.AsSpan(VoiceHeader.Size));
        }

        _past = before._past;
        Encodes += before._past;
    }

    private ReadOnlySpan<float> Past(int age) => _frames.AsSpan(Slot(age) * Frame, Frame);

    private int Slot(int age) => (_current + Slots - age) % Slots;
}
