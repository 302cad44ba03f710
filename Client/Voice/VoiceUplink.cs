using Mcu.Client.Audio;
using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;

namespace Mcu.Client.Voice;

// From the microphone to the line, a frame per step: source → processing → gate → line. Goes on while there is no line, so that
// the meter moves. Thread: the loop's. No locks, no allocation in steady state. Owns neither source, processing nor line.
internal sealed class VoiceUplink(IFrameSource source, HeadsetOptions options) : IVoiceStep, IDisposable
{
    private readonly TransmitGate _gate = new(options.Transmit);
    private readonly LineSlot _slot = new();
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private volatile byte _level = AudioLevel.Silence;
    private volatile bool _isSending;
    private volatile bool _isMutedButTalking;
    private bool _sourceEnded;

    public bool SetsThePace => source.SetsThePace;

    // −dBov of the last frame as it goes to the gate, for meters. Any thread.
    public byte Level => _level;

    // Whether the last frame was sent. Any thread.
    public bool IsSending => _isSending;

    // Whether somebody talks into the muted microphone. Any thread.
    public bool IsMutedButTalking => _isMutedButTalking;

    // The instant of the input's first sample, which is 20 ms before its frame was complete and taken. Null before.
    public long? InputStartedAt { get; private set; }

    // From the next step on; null for nobody. Any thread.
    public void Connect(VoiceLine? line) => _slot.Put(line);

    public void Step(long now, bool maySend)
    {
        VoiceLine? line = _slot.Take();
        if (_sourceEnded || !source.TryRead(_frame))
        {
            _sourceEnded = true;
            _level = AudioLevel.Silence;
            _isSending = false;
            _isMutedButTalking = false;
            line?.StaySilent();
            return;
        }

        InputStartedAt ??= now - AudioFormat.FrameDuration;
        options.Processing?.Process(_frame);
        _level = AudioLevel.Of(_frame);
        _gate.Push(_frame, isMuted: line is { IsMuted: true }, isLate: !maySend);
        while (_gate.TryTake(_frame, out TransmitVerdict verdict))
        {
            if (verdict == TransmitVerdict.Silent)
            {
                line?.StaySilent();
            }
            else
            {
                line?.Send(_frame, isSpeech: verdict == TransmitVerdict.Speech);
            }
        }

        _isSending = _gate.IsOpen && line is not null;
        _isMutedButTalking = _gate.IsMutedButTalking;
    }

    // Once the loop has ended.
    public void Dispose() => _slot.Dispose();
}
