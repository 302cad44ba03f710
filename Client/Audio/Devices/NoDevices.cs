namespace Mcu.Client.Audio.Devices;

// The twin for a machine without PortAudio: no device ever, and a sentence that says why.
internal sealed class NoDevices(string reason) : IAudioDevices
{
    public IReadOnlyList<AudioDevice> List() => throw new DeviceException(reason);

    public void LookAgain()
    {
    }

    public ICaptureStream OpenCapture(AudioDevice device) => throw new DeviceException(reason);

    public IPlaybackStream OpenPlayback(AudioDevice device) => throw new DeviceException(reason);

    public void Dispose()
    {
    }
}
