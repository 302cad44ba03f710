using System.Runtime.InteropServices;
using System.Text;
using Mcu.Client.Audio.Devices.Interop;

namespace Mcu.Client.Audio.Devices;

// Wall two: PortAudio's devices as ours, index for index. Names come from whoever built the device, so they are cut and cleaned
// of what would move a cursor. The caller holds the gate's lock.
internal static unsafe class PortAudioDeviceList
{
    private const int MaxNameLength = 200;

    public static AudioDevice[] Read()
    {
        int count = Math.Max(0, LibPortAudio.Pa_GetDeviceCount());
        int defaultInput = LibPortAudio.Pa_GetDefaultInputDevice();
        int defaultOutput = LibPortAudio.Pa_GetDefaultOutputDevice();
        var devices = new AudioDevice[count];
        for (int i = 0; i < count; i++)
        {
            PaDeviceInfo* device = LibPortAudio.Pa_GetDeviceInfo(i);
            PaHostApiInfo* api = device is null ? null : LibPortAudio.Pa_GetHostApiInfo(device->hostApi);
            devices[i] = device is null
                ? new AudioDevice($"device {i}", "?", 0, 0, 0, false, false)
                : new AudioDevice(
                    Clean(device->name), api is null ? "?" : Clean(api->name), Math.Max(0, device->maxInputChannels),
                    Math.Max(0, device->maxOutputChannels), (int)Math.Round(device->defaultSampleRate), i == defaultInput,
                    i == defaultOutput);
        }

        return devices;
    }

    internal static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxNameLength));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxNameLength)
            {
                break;
            }

            clean.Append(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format
                ? " "
                : rune.ToString());
        }

        return clean.ToString().Trim();
    }

    private static string Clean(nint utf8) => Clean(Marshal.PtrToStringUTF8(utf8) ?? "");
}
