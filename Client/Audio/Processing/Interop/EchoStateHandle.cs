using System.Runtime.InteropServices;

namespace Mcu.Client.Audio.Processing.Interop;

// Wall two: owns one SpeexEchoState.
internal sealed unsafe class EchoStateHandle : SafeHandle
{
    private int _block;

    public EchoStateHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    internal static EchoStateHandle Create(int rate, int block, int tail)
    {
        SpeexLibrary.EnsureLoaded();
        var made = new EchoStateHandle { _block = block };
        made.SetHandle(LibSpeexDsp.speex_echo_state_init(block, tail));
        if (made.IsInvalid)
        {
            throw new SpeexException("libspeexdsp could not make an echo canceller: out of memory.");
        }

        int result = LibSpeexDsp.speex_echo_ctl(made, LibSpeexDsp.SPEEX_ECHO_SET_SAMPLING_RATE, &rate);
        SpeexException.ThrowIfRefused(result, "take an echo canceller's rate");
        return made;
    }

    // One block each; the output may not be one of the inputs.
    internal void Cancel(ReadOnlySpan<short> captured, ReadOnlySpan<short> played, Span<short> output)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(captured.Length, _block, nameof(captured));
        ArgumentOutOfRangeException.ThrowIfNotEqual(played.Length, _block, nameof(played));
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, _block, nameof(output));
        fixed (short* rec = captured)
        fixed (short* play = played)
        fixed (short* @out = output)
        {
            LibSpeexDsp.speex_echo_cancellation(this, rec, play, @out);
        }
    }

    internal void Reset() => LibSpeexDsp.speex_echo_state_reset(this);

    protected override bool ReleaseHandle()
    {
        LibSpeexDsp.speex_echo_state_destroy(handle);
        return true;
    }
}
