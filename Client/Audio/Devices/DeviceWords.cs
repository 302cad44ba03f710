namespace Mcu.Client.Audio.Devices;

// How a change of device is told. Pure.
internal sealed class DeviceWords(DeviceDirection direction)
{
    private string Kind => direction == DeviceDirection.Input ? "microphone" : "loudspeaker";

    private string WithoutAny =>
        direction == DeviceDirection.Input ? $"{SoftBeeps.Name} are sent instead" : "what is heard goes nowhere";

    // The wanted device is in use.
    public string Uses(string? name, StreamFormat format) =>
        $"The {Kind} is \"{name}\" ({format.Rate} Hz, {Channels(format.Channels)}).";

    // It could not even be looked for.
    public string Fails(Exception why) => $"The {Kind} cannot be used: {why.Message.TrimEnd('.')}.";

    // Another, or none. Former: the device that was in use and has gone, null where it is not about that. Problem: why the wanted
    // one is not in use, as a sentence.
    public string FallsBack(string? name, string? former, string? problem)
    {
        string reason = former is null ? problem ?? $"The wanted {Kind} is not there." : $"The {Kind} \"{former}\" has gone.";
        return name is null
            ? $"{reason} Until there is one, {WithoutAny}."
            : $"{reason} Until it is there, \"{name}\" is used.";
    }

    private static string Channels(int count) => count switch { 1 => "mono", 2 => "stereo", _ => $"{count} channels" };
}
