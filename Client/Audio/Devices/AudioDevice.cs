namespace Mcu.Client.Audio.Devices;

// Which way sound goes through a device.
internal enum DeviceDirection
{
    Input,
    Output,
}

// A sound device as the last look found it. Name and host API together say which it is. Channels: 0 where it has no such
// direction. Rate in Hz.
internal sealed record AudioDevice(
    string Name, string HostApi, int InputChannels, int OutputChannels, int DefaultRate, bool IsDefaultInput, bool IsDefaultOutput)
{
    public int Channels(DeviceDirection direction) => direction == DeviceDirection.Input ? InputChannels : OutputChannels;

    public bool IsDefault(DeviceDirection direction) => direction == DeviceDirection.Input ? IsDefaultInput : IsDefaultOutput;
}
