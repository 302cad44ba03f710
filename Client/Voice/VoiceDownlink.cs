using Mcu.Client.Audio;
using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;

namespace Mcu.Client.Voice;

// From the line to the loudspeaker, a frame per step, and to the echo canceller, which has to know what is played. Plays silence
// while there is no line. Thread: the loop's. No locks, no
// allocation in steady state. Owns neither sink nor line.
internal sealed class VoiceDownlink(IFrameSink sink, EchoReference? reference) : IVoiceStep, IDisposable
{
    private readonly LineSlot _slot = new();
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private volatile byte _level = AudioLevel.Silence;

    public bool SetsThePace => sink.SetsThePace;

    // −dBov of the last frame, for meters. Any thread.
    public byte Level => _level;

    // Steps so far, each 20 ms of output.
    public long Frames { get; private set; }

    // When the first frame was played: the instant of the output's first sample. Null before.
    public long? StartedAt { get; private set; }

    // From the next step on; null for nobody. Any thread.
    public void Connect(VoiceLine? line) => _slot.Put(line);

    public void Step(long now, bool maySend)
    {
        StartedAt ??= now;
        if (_slot.Take() is { } line)
        {
            line.Receive(now, _frame);
        }
        else
        {
            _frame.AsSpan().Clear();
        }

        _level = AudioLevel.Of(_frame);
        sink.Write(_frame);
        reference?.Write(_frame);
        Frames++;
    }

    // Once the loop has ended.
    public void Dispose() => _slot.Dispose();
}
