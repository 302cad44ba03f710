using System.Runtime.InteropServices;

namespace Mcu.Common.Opus.Interop;

// Wall two: owns one OpusDecoder of libopus.
internal sealed class OpusDecoderHandle : SafeHandle
{
    public OpusDecoderHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    internal static OpusDecoderHandle Create(int sampleRate, int channels)
    {
        OpusLibrary.EnsureLoaded();
        nint state = LibOpus.opus_decoder_create(sampleRate, channels, out int error);
        OpusException.ThrowIfError(error, "make a decoder");
        var made = new OpusDecoderHandle();
        made.SetHandle(state);
        return made;
    }

    protected override bool ReleaseHandle()
    {
        LibOpus.opus_decoder_destroy(handle);
        return true;
    }
}
