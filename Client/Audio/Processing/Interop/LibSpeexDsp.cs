using System.Runtime.InteropServices;

namespace Mcu.Client.Audio.Processing.Interop;

// Wall one: libspeexdsp as speex_resampler.h, speex_echo.h and speex_preprocess.h have it, names untouched. Only the handles
// and SpeexLibrary may use it.
internal static unsafe partial class LibSpeexDsp
{
    // What Linux calls the library; SpeexLibrary finds it under its other names elsewhere.
    internal const string Name = "libspeexdsp.so.1";

    internal const int RESAMPLER_ERR_SUCCESS = 0;

    [LibraryImport(Name)]
    internal static partial nint speex_resampler_init(
        uint nb_channels, uint in_rate, uint out_rate, int quality, out int err);

    [LibraryImport(Name)]
    internal static partial void speex_resampler_destroy(nint st);

    [LibraryImport(Name)]
    internal static partial int speex_resampler_process_float(
        ResamplerHandle st, uint channel_index, float* @in, ref uint in_len, float* @out, ref uint out_len);

    [LibraryImport(Name)]
    internal static partial int speex_resampler_get_input_latency(ResamplerHandle st);

    [LibraryImport(Name)]
    internal static partial int speex_resampler_skip_zeros(ResamplerHandle st);

    [LibraryImport(Name)]
    internal static partial int speex_resampler_reset_mem(ResamplerHandle st);

    [LibraryImport(Name)]
    internal static partial nint speex_resampler_strerror(int err);
}
