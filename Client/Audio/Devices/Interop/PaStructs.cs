using System.Runtime.InteropServices;

namespace Mcu.Client.Audio.Devices.Interop;

// The structs of portaudio.h, fields as they stand there; a test lays them beside the header. Texts are UTF-8 that PortAudio owns.
internal struct PaDeviceInfo
{
    public int structVersion;
    public nint name;
    public int hostApi;
    public int maxInputChannels;
    public int maxOutputChannels;
    public double defaultLowInputLatency;
    public double defaultLowOutputLatency;
    public double defaultHighInputLatency;
    public double defaultHighOutputLatency;
    public double defaultSampleRate;
}

internal struct PaHostApiInfo
{
    public int structVersion;
    public int type;
    public nint name;
    public int deviceCount;
    public int defaultInputDevice;
    public int defaultOutputDevice;
}

internal struct PaHostErrorInfo
{
    public int hostApiType;
    public CLong errorCode;
    public nint errorText;
}

internal struct PaStreamParameters
{
    public int device;
    public int channelCount;
    public CULong sampleFormat;
    public double suggestedLatency;
    public nint hostApiSpecificStreamInfo;
}
