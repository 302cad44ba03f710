namespace Mcu.Client.Audio.Devices;

// That another device is in use now, or none. Text: a sentence for people. DeviceName: null where there is none.
internal sealed record DeviceNotice(DeviceDirection Direction, string? DeviceName, string Text);
