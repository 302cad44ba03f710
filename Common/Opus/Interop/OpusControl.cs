using System.Runtime.InteropServices;

namespace Mcu.Common.Opus.Interop;

// Wall two: libopus' variadic ctl calls, right on every calling convention.
internal static unsafe class OpusControl
{
    private static readonly bool s_variadicOnStack =
        OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    internal static void Set(OpusEncoderHandle encoder, int request, int value) =>
        OpusException.ThrowIfError(Call(encoder, request, value), "configure an encoder");

    internal static int Get(OpusEncoderHandle encoder, int request)
    {
        int value = 0;
        OpusException.ThrowIfError(Call(encoder, request, (nint)(&value)), "ask an encoder");
        return value;
    }

    internal static void Reset(OpusEncoderHandle encoder) =>
        OpusException.ThrowIfError(Call(encoder, LibOpus.OPUS_RESET_STATE, 0), "reset an encoder");

    internal static void Reset(OpusDecoderHandle decoder)
    {
        int result = s_variadicOnStack
            ? LibOpus.opus_decoder_ctl_apple(decoder, LibOpus.OPUS_RESET_STATE, 0, 0, 0, 0, 0, 0, 0)
            : LibOpus.opus_decoder_ctl(decoder, LibOpus.OPUS_RESET_STATE, 0);
        OpusException.ThrowIfError(result, "reset a decoder");
    }

    private static int Call(OpusEncoderHandle encoder, int request, nint argument) => s_variadicOnStack
        ? LibOpus.opus_encoder_ctl_apple(encoder, request, 0, 0, 0, 0, 0, 0, argument)
        : LibOpus.opus_encoder_ctl(encoder, request, argument);
}
