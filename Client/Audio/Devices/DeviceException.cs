namespace Mcu.Client.Audio.Devices;

// A sound device could not be opened, or PortAudio is missing; the message is a sentence for people.
internal sealed class DeviceException(string message, Exception? inner = null) : Exception(message, inner)
{
    // PortAudio's own error code (PaErrorCode), or 0.
    public int NativeCode { get; init; }
}
