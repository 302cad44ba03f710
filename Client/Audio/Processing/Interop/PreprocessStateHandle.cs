using System.Runtime.InteropServices;

namespace Mcu.Client.Audio.Processing.Interop;

// Wall two: owns one SpeexPreprocessState, and keeps the echo state that it looks into alive.
internal sealed unsafe class PreprocessStateHandle : SafeHandle
{
    private int _block;
    private EchoStateHandle? _echo;

    public PreprocessStateHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    internal static PreprocessStateHandle Create(int rate, int block)
    {
        SpeexLibrary.EnsureLoaded();
        var made = new PreprocessStateHandle { _block = block };
        made.SetHandle(LibSpeexDsp.speex_preprocess_state_init(block, rate));
        return made.IsInvalid ? throw new SpeexException("libspeexdsp could not make a preprocessor: out of memory.") : made;
    }

    internal void Set(int request, int value) => Check(LibSpeexDsp.speex_preprocess_ctl(this, request, &value));

    internal int Get(int request)
    {
        int value = 0;
        Check(LibSpeexDsp.speex_preprocess_ctl(this, request, &value));
        return value;
    }

    // The canceller whose residual echo is suppressed; null for none.
    internal void SetEcho(EchoStateHandle? echo)
    {
        bool isHeld = false;
        echo?.DangerousAddRef(ref isHeld);
        Check(LibSpeexDsp.speex_preprocess_ctl(
            this, LibSpeexDsp.SPEEX_PREPROCESS_SET_ECHO_STATE, (void*)(echo?.DangerousGetHandle() ?? 0)));
        _echo?.DangerousRelease();
        _echo = echo;
    }

    internal void Run(Span<short> block)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(block.Length, _block, nameof(block));
        fixed (short* x = block)
        {
            _ = LibSpeexDsp.speex_preprocess_run(this, x);
        }
    }

    protected override bool ReleaseHandle()
    {
        LibSpeexDsp.speex_preprocess_state_destroy(handle);
        _echo?.DangerousRelease();
        return true;
    }

    private static void Check(int result) => SpeexException.ThrowIfRefused(result, "take a preprocessor's setting");
}
