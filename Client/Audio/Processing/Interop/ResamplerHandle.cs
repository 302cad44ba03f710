using System.Runtime.InteropServices;

namespace Mcu.Client.Audio.Processing.Interop;

// Wall two: owns one SpeexResamplerState of one channel.
internal sealed unsafe class ResamplerHandle : SafeHandle
{
    public ResamplerHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    // Input samples between an instant and the last one that its output needs.
    internal int InputLatency => LibSpeexDsp.speex_resampler_get_input_latency(this);

    internal static ResamplerHandle Create(int inputRate, int outputRate, int quality)
    {
        SpeexLibrary.EnsureLoaded();
        nint state = LibSpeexDsp.speex_resampler_init(1, (uint)inputRate, (uint)outputRate, quality, out int error);
        SpeexException.ThrowIfError(error, "make a resampler");
        var made = new ResamplerHandle();
        made.SetHandle(state);
        made.SkipZeros();
        return made;
    }

    internal void Process(ReadOnlySpan<float> input, Span<float> output, out int consumed, out int produced)
    {
        uint inputLength = (uint)input.Length;
        uint outputLength = (uint)output.Length;
        int result;
        fixed (float* from = input)
        fixed (float* to = output)
        {
            result = LibSpeexDsp.speex_resampler_process_float(this, 0, from, ref inputLength, to, ref outputLength);
        }

        SpeexException.ThrowIfError(result, "resample");
        consumed = (int)inputLength;
        produced = (int)outputLength;
    }

    internal void Reset()
    {
        SpeexException.ThrowIfError(LibSpeexDsp.speex_resampler_reset_mem(this), "reset a resampler");
        SkipZeros();
    }

    protected override bool ReleaseHandle()
    {
        LibSpeexDsp.speex_resampler_destroy(handle);
        return true;
    }

    // The filter's run-in is left out, so that output sample 0 is the instant of input sample 0.
    private void SkipZeros() =>
        SpeexException.ThrowIfError(LibSpeexDsp.speex_resampler_skip_zeros(this), "skip a resampler's run-in");
}
