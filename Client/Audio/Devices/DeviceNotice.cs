namespace Mcu.Client.Audio.Devices;

// Which device is in use now, or that there is none. Text: a sentence for people. DeviceName: null where there is none. IsWarning:
// it is not the one that was wanted, or has changed during the call.
internal sealed record DeviceNotice(DeviceDirection Direction, string? DeviceName, string Text, bool IsWarning);
