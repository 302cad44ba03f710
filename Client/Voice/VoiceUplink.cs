using Mcu.Client.Audio;
using Mcu.Common.Audio;

namespace Mcu.Client.Voice;

// From the microphone to the line, a frame per step: source → voice activity → line. Goes on while there is no line, so that the
// meter moves. Thread: the loop's. No locks, no allocation in steady state. Owns neither source nor line.
internal sealed class VoiceUplink(IFrameSource source) : IVoiceStep, IDisposable
{
    private readonly VoiceActivity _activity = new();
    private readonly LineSlot _slot = new();
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private volatile byte _level = AudioLevel.Silence;
    private bool _sourceEnded;

    public bool SetsThePace => source.SetsThePace;

    // −dBov of the last frame, for meters. Any thread.
    public byte Level => _level;

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
            line?.StaySilent();
            return;
        }

        InputStartedAt ??= now - AudioFormat.FrameDuration;
        _level = AudioLevel.Of(_frame);
        bool isSpeech = _activity.Hear(AudioLevel.Rms(_frame));
        if (!isSpeech || !maySend || line is not { IsMuted: false })
        {
            line?.StaySilent();
            return;
        }

        line.Send(_frame, isSpeech);
    }

    // Once the loop has ended.
    public void Dispose() => _slot.Dispose();
}
