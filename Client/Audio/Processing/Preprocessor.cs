using Mcu.Client.Audio.Processing.Interop;
using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Processing;

// libspeexdsp's preprocessor: suppresses noise and what an echo canceller left, and keeps speech at one loudness. What comes out
// is one block later than what went in, whatever is switched on, so that switching is not heard. Thread: one. Owner: whoever
// makes it. Allocates only when it is made.
internal sealed class Preprocessor : IDisposable
{
    // In dB. Noise is not taken away whole, as it would come and go with every word. Echo may be taken down further while only
    // the other end talks, and little while both do, so that nobody is cut off.
    private const int NoiseSuppression = -15;
    private const int EchoSuppression = -60;
    private const int EchoSuppressionInSpeech = -8;

    // Speech to bring about, as speexdsp counts it, which is some −22 dBov while somebody speaks; more than 12 dB would bring up what noise is left.
    // The increment is in dB a second. Peaks over 28,000 of 32,768 are scaled down by speexdsp itself.
    private const int TargetLoudness = 16_000;
    private const int MaxGain = 12;
    private const int GainIncrement = 6;

    private readonly PreprocessStateHandle _handle =
        PreprocessStateHandle.Create(AudioFormat.SampleRate, EchoCanceller.Block);
    private bool _suppressesNoise;
    private bool _suppressesEcho;
    private bool _holdsGain;

    public Preprocessor()
    {
        _handle.Set(LibSpeexDsp.SPEEX_PREPROCESS_SET_ECHO_SUPPRESS, EchoSuppression);
        _handle.Set(LibSpeexDsp.SPEEX_PREPROCESS_SET_ECHO_SUPPRESS_ACTIVE, EchoSuppressionInSpeech);
        _handle.Set(LibSpeexDsp.SPEEX_PREPROCESS_SET_AGC_TARGET, TargetLoudness);
        _handle.Set(LibSpeexDsp.SPEEX_PREPROCESS_SET_AGC_MAX_GAIN, MaxGain);
        _handle.Set(LibSpeexDsp.SPEEX_PREPROCESS_SET_AGC_INCREMENT, GainIncrement);
        Set(suppressesNoise: false, canceller: null, hasAutomaticGain: false);
    }

    // The automatic gain now. (In dB; that the header says per cent is a mistake.)
    public int GainDecibels => _handle.Get(LibSpeexDsp.SPEEX_PREPROCESS_GET_AGC_GAIN);

    // Whether the residual echo of the canceller is suppressed now. Not for ever, for without an echo it would still take a little
    // from speech.
    public bool SuppressesEcho
    {
        get => _suppressesEcho;
        set
        {
            if (value != _suppressesEcho)
            {
                _suppressesEcho = value;
                SetFilter();
            }
        }
    }

    // Whether the automatic gain may not rise now.
    public bool HoldsGain
    {
        get => _holdsGain;
        set
        {
            if (value != _holdsGain)
            {
                _handle.Set(LibSpeexDsp.SPEEX_PREPROCESS_SET_AGC_INCREMENT, value ? 0 : GainIncrement);
                _holdsGain = value;
            }
        }
    }

    // Canceller: whose residual echo is meant, null for none.
    public void Set(bool suppressesNoise, EchoCanceller? canceller, bool hasAutomaticGain)
    {
        _suppressesNoise = suppressesNoise;
        SetFilter();
        _handle.Set(LibSpeexDsp.SPEEX_PREPROCESS_SET_AGC, hasAutomaticGain ? 1 : 0);
        _handle.SetEcho(canceller?.Handle);
    }

    // One block of EchoCanceller.Block samples, in place.
    public void Process(Span<short> block) => _handle.Run(block);

    public void Dispose() => _handle.Dispose();

    // Residual echo is suppressed by the same filter as noise, which then leaves the noise alone.
    private void SetFilter()
    {
        _handle.Set(LibSpeexDsp.SPEEX_PREPROCESS_SET_DENOISE, _suppressesNoise || _suppressesEcho ? 1 : 0);
        _handle.Set(LibSpeexDsp.SPEEX_PREPROCESS_SET_NOISE_SUPPRESS, _suppressesNoise ? NoiseSuppression : 0);
    }
}
