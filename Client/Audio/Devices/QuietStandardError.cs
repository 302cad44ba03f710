using Mcu.Client.Audio.Devices.Interop;

namespace Mcu.Client.Audio.Devices;

// PortAudio, ALSA and JACK write to standard error what they looked for in vain, straight through the screen. While one of
// these lives, file descriptor 2 leads to nowhere; whatever else is written there meanwhile is lost, so keep it short. One at a
// time: the caller holds the lock that PortAudio needs anyway.
internal readonly struct QuietStandardError : IDisposable
{
    // A copy of the real descriptor 2; 0 or less where there is nothing to give back.
    private readonly int _original;

    private QuietStandardError(int original) => _original = original;

    // Where there is no nowhere (a sandbox, no descriptor left) nothing is kept quiet: sound is worth more.
    public static QuietStandardError Begin(string nowhere = "/dev/null")
    {
        if (OperatingSystem.IsWindows())
        {
            return default;
        }

        int original = LibC.dup(LibC.STDERR_FILENO);
        if (original <= 0)
        {
            return default;
        }

        try
        {
            using var sink = File.OpenHandle(nowhere, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            _ = LibC.dup2((int)sink.DangerousGetHandle(), LibC.STDERR_FILENO);
            return new QuietStandardError(original);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _ = LibC.close(original);
            return default;
        }
    }

    public void Dispose()
    {
        if (_original > 0)
        {
            _ = LibC.dup2(_original, LibC.STDERR_FILENO);
            _ = LibC.close(_original);
        }
    }
}
