using System.Runtime.InteropServices;

namespace Mcu.Client.Audio.Processing.Interop;

// Wall one: libspeexdsp as speex_resampler.h, speex_echo.h and speex_preprocess.h have it, names untouched. Only the handles
// and SpeexLibrary may use it.
internal static unsafe partial class LibSpeexDsp
{
    // What Linux calls the library; SpeexLibrary finds it under its other names elsewhere.
    internal const string Name = "libspeexdsp.so.1";

    internal const int RESAMPLER_ERR_SUCCESS = 0;
    internal const int SPEEX_ECHO_SET_SAMPLING_RATE = 24;
    internal const int SPEEX_PREPROCESS_SET_DENOISE = 0;
    internal const int SPEEX_PREPROCESS_SET_AGC = 2;
    internal const int SPEEX_PREPROCESS_SET_NOISE_SUPPRESS = 18;
    internal const int SPEEX_PREPROCESS_SET_ECHO_SUPPRESS = 20;
    internal const int SPEEX_PREPROCESS_SET_ECHO_SUPPRESS_ACTIVE = 22;
    internal const int SPEEX_PREPROCESS_SET_ECHO_STATE = 24;
    internal const int SPEEX_PREPROCESS_SET_AGC_INCREMENT = 26;
    internal const int SPEEX_PREPROCESS_SET_AGC_MAX_GAIN = 30;
    internal const int SPEEX_PREPROCESS_GET_AGC_GAIN = 35;
    internal const int SPEEX_PREPROCESS_SET_AGC_TARGET = 46;

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

    [LibraryImport(Name)]
    internal static partial nint speex_echo_state_init(int frame_size, int filter_length);

    [LibraryImport(Name)]
    internal static partial void speex_echo_state_destroy(nint st);

    [LibraryImport(Name)]
    internal static partial void speex_echo_cancellation(EchoStateHandle st, short* rec, short* play, short* @out);

    [LibraryImport(Name)]
    internal static partial void speex_echo_state_reset(EchoStateHandle st);

    [LibraryImport(Name)]
    internal static partial int speex_echo_ctl(EchoStateHandle st, int request, void* ptr);

    [LibraryImport(Name)]
    internal static partial nint speex_preprocess_state_init(int frame_size, int sampling_rate);

    [LibraryImport(Name)]
    internal static partial void speex_preprocess_state_destroy(nint st);

    [LibraryImport(Name)]
    internal static partial int speex_preprocess_run(PreprocessStateHandle st, short* x);

    [LibraryImport(Name)]
    internal static partial int speex_preprocess_ctl(PreprocessStateHandle st, int request, void* ptr);
}
