using System.Globalization;

namespace Mcu.Client.Audio.Devices;

// What --list-devices and /devices show. Lines is pure.
internal static class DeviceList
{
    private static readonly string[] s_head = ["name", "host API", "in", "out", "rate", ""];

    // A table: name, host API, channels in and out, default rate in Hz, and which are the defaults.
    public static IReadOnlyList<string> Lines(IReadOnlyList<AudioDevice> devices)
    {
        if (devices.Count == 0)
        {
            return ["There are no sound devices on this machine."];
        }

        string[][] rows = [s_head, .. devices.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, s_head.Length).Select(column => rows.Max(row => row[column].Length))];
        return [.. rows.Select(row => Line(row, widths))];
    }

    // Prints them. The answer is false, with the sentence printed to errors, where PortAudio is missing or does not start.
    public static bool Print(TextWriter output, TextWriter errors)
    {
        using IAudioDevices devices = PortAudioDevices.OpenOrNone(new RingSize(RingSize.DefaultFrames), out string? problem);
        if (problem is not null)
        {
            errors.WriteLine(problem);
            return false;
        }

        foreach (string line in Lines(devices.List()))
        {
            output.WriteLine(line);
        }

        return true;
    }

    private static string[] Row(AudioDevice device) =>
    [
        device.Name, device.HostApi, Number(device.InputChannels), Number(device.OutputChannels), Number(device.DefaultRate),
        (device.IsDefaultInput, device.IsDefaultOutput) switch
        {
            (true, true) => "default input and output",
            (true, false) => "default input",
            (false, true) => "default output",
            _ => "",
        },
    ];

    // Numbers to the right, words to the left.
    private static string Line(string[] row, int[] widths) =>
        string.Join("  ", row.Select((cell, column) => column is 2 or 3 or 4
            ? cell.PadLeft(widths[column])
            : cell.PadRight(widths[column]))).TrimEnd();

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
