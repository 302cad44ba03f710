using System.Runtime.InteropServices;

namespace Mcu.Common.Opus.Interop;

// Wall two: owns one OpusEncoder of libopus.
internal sealed class OpusEncoderHandle : SafeHandle
{
    public OpusEncoderHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    internal static OpusEncoderHandle Create(int sampleRate, int channels, int application)
    {
        OpusLibrary.EnsureLoaded();
        nint state = LibOpus.opus_encoder_create(sampleRate, channels, application, out int error);
        OpusException.ThrowIfError(error, "make an encoder");
        var made = new OpusEncoderHandle();
        made.SetHandle(state);
        return made;
    }

    protected override bool ReleaseHandle()
    {
        LibOpus.opus_encoder_destroy(handle);
        return true;
    }
}
