namespace Mcu.Client.Audio.Devices;

// Finds a device by its name or a part of it that no other has, upper and lower case alike. Pure.
internal static class DeviceSearch
{
    // Of a name that a person typed, and of a list that a machine made.
    private const int MaxQuoted = 60;
    private const int MaxListed = 12;

    // Name null: the default device. The problem is a sentence that lists what there is, null where a device was found.
    public static AudioDevice? Find(
        IReadOnlyList<AudioDevice> devices, DeviceDirection direction, string? name, out string? problem)
    {
        AudioDevice[] candidates = [.. devices.Where(device => device.Channels(direction) > 0)];
        AudioDevice[] found = name is null
            ? [.. candidates.Where(device => device.IsDefault(direction)).Take(1)]
            : Matching(candidates, name.Trim());
        problem = found.Length == 1 ? null : Problem(candidates, direction, name, found);
        return found.Length == 1 ? found[0] : null;
    }

    private static AudioDevice[] Matching(AudioDevice[] candidates, string name)
    {
        AudioDevice[] exact = [.. candidates.Where(device => device.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (exact.Length > 0)
        {
            // The same device by two host APIs: either will do.
            return exact[..1];
        }

        return name.Length == 0
            ? []
            : [.. candidates.Where(device => device.Name.Contains(name, StringComparison.OrdinalIgnoreCase))];
    }

    private static string Problem(AudioDevice[] candidates, DeviceDirection direction, string? name, AudioDevice[] found)
    {
        string kind = direction == DeviceDirection.Input ? "microphone" : "loudspeaker";
        if (candidates.Length == 0)
        {
            return name is null
                ? $"There is no {kind} on this machine."
                : $"There is no {kind} \"{Short(name)}\", nor any other on this machine.";
        }

        if (name is null)
        {
            return $"This machine has no default {kind}. There is {Listed(candidates)}.";
        }

        return found.Length == 0
            ? $"There is no {kind} \"{Short(name)}\". There is {Listed(candidates)}."
            : $"\"{Short(name)}\" is part of the names of {found.Length} {kind}s: {Listed(found)}.";
    }

    private static string Listed(AudioDevice[] devices)
    {
        string names = string.Join(", ", devices.Take(MaxListed).Select(device => $"\"{device.Name}\""));
        return devices.Length <= MaxListed ? names : $"{names} and {devices.Length - MaxListed} more";
    }

    private static string Short(string name) => name.Length <= MaxQuoted ? name : name[..MaxQuoted] + "…";
}
