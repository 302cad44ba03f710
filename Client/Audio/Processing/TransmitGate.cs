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
// which it is, those that hold something of it are sent at once. The others hear them late and have to catch up, so what is as
// good as silence is left out. Push-to-talk waits for nothing: what was said before the key is nobody's.
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

    // RMS from which a frame before speech holds something of it, −66 dBov: 12 dB below what counts as speech.
    private const float FaintestRms = VoiceActivity.DefaultThreshold / 4;

    private const int Frame = AudioFormat.FrameSamples;

    private readonly VoiceActivity _activity = new();
    private readonly VoiceActivity _loud = new(hangoverFrames: 0);
    private readonly float[] _waiting = new float[(PreSpeechFrames + 1) * Frame];
    private readonly float[] _loudness = new float[PreSpeechFrames + 1];
    private int _first;
    private int _count;
    private int _decided;
    private int _faint; // of those decided on, the first ones, which are not sent
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

        float rms = AudioLevel.Rms(frame);
        _loudness[SlotNumber(_count)] = rms;
        frame.CopyTo(Slot(_count++));
        bool isSpeech = _activity.Hear(rms);
        Watch(_loud.Hear(rms), isMuted);
        bool mayOpen = !isMuted && !isLate;
        IsOpen = WantsToSend(isSpeech) && mayOpen;
        bool waits = mayOpen && transmit.Mode == TransmitMode.VoiceActivity;
        _verdict = !IsOpen ? TransmitVerdict.Silent : isSpeech ? TransmitVerdict.Speech : TransmitVerdict.Sound;
        _decided = IsOpen || !waits ? _count : Math.Max(0, _count - PreSpeechFrames);
        _faint = 0;
        while (_faint < _count - 1 && _loudness[SlotNumber(_faint)] < FaintestRms)
        {
            _faint++;
        }
    }

    // The next frame that is decided on; false where there is none until the next push. The frame is written whatever the verdict.
    public bool TryTake(Span<float> frame, out TransmitVerdict verdict)
    {
        verdict = _faint > 0 ? TransmitVerdict.Silent : _verdict;
        if (_decided == 0)
        {
            return false;
        }

        Slot(0).CopyTo(frame);
        _first = (_first + 1) % (PreSpeechFrames + 1);
        _count--;
        _decided--;
        _faint = Math.Max(0, _faint - 1);
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

    private Span<float> Slot(int index) => _waiting.AsSpan(SlotNumber(index) * Frame, Frame);

    private int SlotNumber(int index) => (_first + index) % (PreSpeechFrames + 1);
}
