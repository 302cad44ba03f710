using Mcu.Common.Files;

namespace Mcu.Client.Control;

// A socket that nobody listens on any more.
internal static class DeadSocket
{
    // What cannot be removed stays: it refuses whoever comes.
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (FileReason.IsOne(e))
        {
        }
    }
}
