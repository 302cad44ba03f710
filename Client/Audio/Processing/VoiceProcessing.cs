using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Processing;

// The chain from the microphone to the gate: echo cancellation, then noise, residual echo and gain in one. Each part can be
// switched while it runs. What comes out is 10 ms later than what went in. Thread: the capture thread's. Owns its parts.
internal sealed class VoiceProcessing : IFrameProcessor
{
    private const int Block = EchoCanceller.Block;

    private readonly VoiceSwitches _switches;
    private readonly EchoReference _reference;
    private readonly EchoCanceller _canceller = new();
    private readonly VoiceActivity _farEnd = new();
    private readonly Preprocessor _preprocessor = new();
    private readonly short[] _captured = new short[AudioFormat.FrameSamples];
    private readonly short[] _played = new short[AudioFormat.FrameSamples];
    private readonly short[] _cleaned = new short[AudioFormat.FrameSamples];
    private (bool Echo, bool Noise, bool Gain) _now;
    private volatile int _gainDecibels;

    // Throws SpeexException where libspeexdsp is missing.
    public VoiceProcessing(VoiceSwitches switches, EchoReference reference)
    {
        _switches = switches;
        _reference = reference;
    }

    // By how much the automatic gain makes the voice louder now, in dB; 0 where it is off. Any thread.
    public int GainDecibels => _gainDecibels;

    public void Process(Span<float> frame)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frame.Length, AudioFormat.FrameSamples, nameof(frame));
        FollowSwitches();
        MixKernels.ToInt16(frame, _captured);
        _reference.Read(_played);
        MindTheFarEnd(frame);
        for (int start = 0; start < frame.Length; start += Block)
        {
            Span<short> block = _captured.AsSpan(start, Block);
            if (_now.Echo)
            {
                Span<short> cleaned = _cleaned.AsSpan(start, Block);
                _canceller.Cancel(block, _played.AsSpan(start, Block), cleaned);
                block = cleaned;
            }

            _preprocessor.Process(block);
            MixKernels.ToFloat(block, frame.Slice(start, Block));
        }

        _gainDecibels = _now.Gain ? _preprocessor.GainDecibels : 0;
    }

    public void Dispose()
    {
        _preprocessor.Dispose();
        _canceller.Dispose();
    }

    // Only then is there an echo to suppress; and what is left of it is no near end to be made louder. The hangover is longer than
    // an echo takes. Scratch is overwritten.
    private void MindTheFarEnd(Span<float> scratch)
    {
        MixKernels.ToFloat(_played, scratch);
        bool mayEcho = _farEnd.Hear(AudioLevel.Rms(scratch)) && _now.Echo;
        _preprocessor.SuppressesEcho = mayEcho;
        _preprocessor.HoldsGain = mayEcho;
    }

    private void FollowSwitches()
    {
        (bool Echo, bool Noise, bool Gain) wanted =
            (_switches.EchoCancellation, _switches.NoiseSuppression, _switches.AutomaticGain);
        if (wanted == _now)
        {
            return;
        }

        if (wanted.Echo && !_now.Echo)
        {
            _canceller.Reset(); // what it learned before it was switched off may not hold any more
        }

        _preprocessor.Set(wanted.Noise, wanted.Echo ? _canceller : null, wanted.Gain);
        _now = wanted;
    }
}
