using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Processing;

// What becomes of a frame on its way to the line.
internal enum TransmitVerdict
{
    // Not sent; time goes on.
    Silent,

    // Sent, though nobody speaks in it.
    Sound,

    // Sent: speech, what came just before it, or what holds on after it.
    Speech,
}

// Decides which frames are sent. Push a frame, then take frames until there are no more: each comes out once and in order, so
// that time stays unbroken.
//
//   closed ──(speech; the key; continuous mode)──▶ open: what waits and every frame is sent
//   closed ◀──(hangover over; muted; late)──────── open
//
// While it is closed in voice activity mode the last two frames wait, for a word begins before it is loud; with the frame in
// which it is, all three are sent at once. Push-to-talk waits for nothing: what was said before the key is nobody's.
//
// Pure. Thread: one. Allocates only when it is made.
internal sealed class TransmitGate(TransmitSwitch transmit)
{
    // Frames that are sent with the one in which speech is noticed.
    public const int PreSpeechFrames = 2;

    // Frames that are sent after the key was let go, for fingers are faster than the sound's way through device and processing.
    public const int KeyHangoverFrames = 2;

    // It takes 300 ms more of loud frames than of others to be talking, so that no cough and no typing is; and a spell is over
    // after 3 s without a loud frame.
    private const int TalkingFrames = 15;
    private const int SpellFrames = 3 * AudioFormat.FramesPerSecond;

    private const int Frame = AudioFormat.FrameSamples;

    private readonly VoiceActivity _activity = new();
    private readonly VoiceActivity _loud = new(hangoverFrames: 0);
    private readonly float[] _waiting = new float[(PreSpeechFrames + 1) * Frame];
    private int _first;
    private int _count;
    private int _decided;
    private TransmitVerdict _verdict;
    private int _keyHangover;
    private int _talking;
    private int _quiet;

    // Whether the frame pushed last is sent.
    public bool IsOpen { get; private set; }

    // Whether somebody speaks into a muted microphone: true from when it is certain to the end of the spell.
    public bool IsMutedButTalking { get; private set; }

    // Frame: 960 samples. Late: it would be old news to the others. Throws where the frames of the push before were not taken.
    public void Push(ReadOnlySpan<float> frame, bool isMuted, bool isLate = false)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frame.Length, Frame, nameof(frame));
        if (_decided > 0)
        {
            throw new InvalidOperationException("The gate's decided frames have to be taken before the next one is pushed.");
        }

        frame.CopyTo(Slot(_count++));
        float rms = AudioLevel.Rms(frame);
        bool isSpeech = _activity.Hear(rms);
        Watch(_loud.Hear(rms), isMuted);
        bool mayOpen = !isMuted && !isLate;
        IsOpen = WantsToSend(isSpeech) && mayOpen;
        bool waits = mayOpen && transmit.Mode == TransmitMode.VoiceActivity;
        _verdict = !IsOpen ? TransmitVerdict.Silent : isSpeech ? TransmitVerdict.Speech : TransmitVerdict.Sound;
        _decided = IsOpen || !waits ? _count : Math.Max(0, _count - PreSpeechFrames);
    }

    // The next frame that is decided on; false where there is none until the next push. The frame is written whatever the verdict.
    public bool TryTake(Span<float> frame, out TransmitVerdict verdict)
    {
        verdict = _verdict;
        if (_decided == 0)
        {
            return false;
        }

        Slot(0).CopyTo(frame);
        _first = (_first + 1) % (PreSpeechFrames + 1);
        _count--;
        _decided--;
        return true;
    }

    private bool WantsToSend(bool isSpeech)
    {
        bool isKeyDown = transmit.IsTalkKeyDown;
        _keyHangover = isKeyDown ? KeyHangoverFrames + 1 : Math.Max(0, _keyHangover - 1);
        return transmit.Mode switch
        {
            TransmitMode.PushToTalk => _keyHangover > 0,
            TransmitMode.Continuous => true,
            _ => isSpeech,
        };
    }

    private void Watch(bool isLoud, bool isMuted)
    {
        _quiet = isLoud ? 0 : _quiet + 1;
        _talking = Math.Clamp(_talking + (isLoud ? 1 : -1), 0, TalkingFrames);
        if (!isMuted || _quiet >= SpellFrames)
        {
            _talking = 0;
            IsMutedButTalking = false;
        }
        else if (_talking == TalkingFrames)
        {
            IsMutedButTalking = true;
        }
    }

    private Span<float> Slot(int index) => _waiting.AsSpan((_first + index) % (PreSpeechFrames + 1) * Frame, Frame);
}
