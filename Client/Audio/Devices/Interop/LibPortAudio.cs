using System.Runtime.InteropServices;

namespace Mcu.Client.Audio.Devices.Interop;

// Wall one: PortAudio 19 as portaudio.h and pa_linux_alsa.h have it, names untouched. Only the call layer (PaStreamHandle and what
// is called PortAudio…) may use it.
internal static unsafe partial class LibPortAudio
{
    // What Linux calls the library; PortAudioLibrary finds it under its other names elsewhere.
    internal const string Name = "libportaudio.so.2";

    internal const int paNoError = 0;
    internal const int paUnanticipatedHostError = -9999;
    internal const int paInvalidChannelCount = -9998;
    internal const int paInvalidSampleRate = -9997;
    internal const int paInputOverflowed = -9981;
    internal const int paOutputUnderflowed = -9980;
    internal const int paFloat32 = 1;
    internal const int paClipOff = 1;

    [LibraryImport(Name)]
    internal static partial nint Pa_GetVersionText();

    [LibraryImport(Name)]
    internal static partial nint Pa_GetErrorText(int errorCode);

    [LibraryImport(Name)]
    internal static partial PaHostErrorInfo* Pa_GetLastHostErrorInfo();

    [LibraryImport(Name)]
    internal static partial int Pa_Initialize();

    [LibraryImport(Name)]
    internal static partial int Pa_Terminate();

    [LibraryImport(Name)]
    internal static partial int Pa_GetDeviceCount();

    [LibraryImport(Name)]
    internal static partial int Pa_GetDefaultInputDevice();

    [LibraryImport(Name)]
    internal static partial int Pa_GetDefaultOutputDevice();

    [LibraryImport(Name)]
    internal static partial PaDeviceInfo* Pa_GetDeviceInfo(int device);

    [LibraryImport(Name)]
    internal static partial PaHostApiInfo* Pa_GetHostApiInfo(int hostApi);

    [LibraryImport(Name)]
    internal static partial int Pa_OpenStream(
        out nint stream, PaStreamParameters* inputParameters, PaStreamParameters* outputParameters, double sampleRate,
        CULong framesPerBuffer, CULong streamFlags, nint streamCallback, nint userData);

    [LibraryImport(Name)]
    internal static partial int Pa_CloseStream(nint stream);

    [LibraryImport(Name)]
    internal static partial int Pa_StartStream(PaStreamHandle stream);

    [LibraryImport(Name)]
    internal static partial int Pa_AbortStream(PaStreamHandle stream);

    [LibraryImport(Name)]
    internal static partial int Pa_ReadStream(PaStreamHandle stream, float* buffer, CULong frames);

    [LibraryImport(Name)]
    internal static partial int Pa_WriteStream(PaStreamHandle stream, float* buffer, CULong frames);

    [LibraryImport(Name)]
    internal static partial CLong Pa_GetStreamReadAvailable(PaStreamHandle stream);

    [LibraryImport(Name)]
    internal static partial CLong Pa_GetStreamWriteAvailable(PaStreamHandle stream);

    // Linux only.
    [LibraryImport(Name)]
    internal static partial int PaAlsa_SetNumPeriods(int numPeriods);
}
