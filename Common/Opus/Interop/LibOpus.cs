using System.Runtime.InteropServices;

namespace Mcu.Common.Opus.Interop;

// Wall one: libopus as opus.h has it, names untouched. Only the call layer (OpusEncoderHandle, OpusDecoderHandle,
// OpusControl, OpusLibrary) may use it.
internal static unsafe partial class LibOpus
{
    // What Linux calls the library; OpusLibrary finds it under its other names elsewhere.
    internal const string Name = "libopus.so.0";

    internal const int OPUS_OK = 0;
    internal const int OPUS_APPLICATION_VOIP = 2048;
    internal const int OPUS_APPLICATION_AUDIO = 2049;
    internal const int OPUS_APPLICATION_RESTRICTED_LOWDELAY = 2051;
    internal const int OPUS_SIGNAL_VOICE = 3001;
    internal const int OPUS_BANDWIDTH_FULLBAND = 1105;
    internal const int OPUS_SET_BITRATE_REQUEST = 4002;
    internal const int OPUS_SET_MAX_BANDWIDTH_REQUEST = 4004;
    internal const int OPUS_SET_COMPLEXITY_REQUEST = 4010;
    internal const int OPUS_SET_INBAND_FEC_REQUEST = 4012;
    internal const int OPUS_SET_PACKET_LOSS_PERC_REQUEST = 4014;
    internal const int OPUS_SET_SIGNAL_REQUEST = 4024;
    internal const int OPUS_GET_LOOKAHEAD_REQUEST = 4027;
    internal const int OPUS_RESET_STATE = 4028;

    [LibraryImport(Name)]
    internal static partial nint opus_get_version_string();

    [LibraryImport(Name)]
    internal static partial nint opus_strerror(int error);

    [LibraryImport(Name)]
    internal static partial nint opus_encoder_create(int Fs, int channels, int application, out int error);

    [LibraryImport(Name)]
    internal static partial void opus_encoder_destroy(nint st);

    [LibraryImport(Name)]
    internal static partial int opus_encode_float(
        OpusEncoderHandle st, float* pcm, int frame_size, byte* data, int max_data_bytes);

    // The ctl functions are variadic. Where variadic arguments travel as all others do (Linux and Windows, x64 and arm64)
    // a fixed signature is the same call; OpusControl knows where they do not.
    [LibraryImport(Name)]
    internal static partial int opus_encoder_ctl(OpusEncoderHandle st, int request, nint argument);

    [LibraryImport(Name)]
    internal static partial nint opus_decoder_create(int Fs, int channels, out int error);

    [LibraryImport(Name)]
    internal static partial void opus_decoder_destroy(nint st);

    [LibraryImport(Name)]
    internal static partial int opus_decode_float(
        OpusDecoderHandle st, byte* data, int len, float* pcm, int frame_size, int decode_fec);

    [LibraryImport(Name)]
    internal static partial int opus_decoder_ctl(OpusDecoderHandle st, int request, nint argument);

    // The same two for Apple's arm64, where variadic arguments go to the stack: six fillers take the registers x2 to x7.
    [LibraryImport(Name, EntryPoint = "opus_encoder_ctl")]
    internal static partial int opus_encoder_ctl_apple(
        OpusEncoderHandle st, int request, nint x2, nint x3, nint x4, nint x5, nint x6, nint x7, nint argument);

    [LibraryImport(Name, EntryPoint = "opus_decoder_ctl")]
    internal static partial int opus_decoder_ctl_apple(
        OpusDecoderHandle st, int request, nint x2, nint x3, nint x4, nint x5, nint x6, nint x7, nint argument);
}
