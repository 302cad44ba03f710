namespace Mcu.Client.Audio.Devices;

// A cheap sign that sound cards came or went: what the kernel tells of them. Null where it tells nothing.
internal static class SoundCards
{
    private const string Cards = "/proc/asound/cards";

    public static string? Describe()
    {
        try
        {
            return File.Exists(Cards) ? File.ReadAllText(Cards) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
