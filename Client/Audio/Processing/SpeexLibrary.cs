using Mcu.Client.Audio.Processing.Interop;
using Mcu.Common;

namespace Mcu.Client.Audio.Processing;

// Whether libspeexdsp is on this machine. Any thread.
internal static class SpeexLibrary
{
    private static readonly string[] s_otherNames =
    [
        "libspeexdsp.1.dylib", "/opt/homebrew/lib/libspeexdsp.1.dylib", "/usr/local/lib/libspeexdsp.1.dylib", "speexdsp.dll",
        "libspeexdsp-1.dll",
    ];

    private static readonly Lazy<bool> s_loaded = new(Load);

    // Throws SpeexException, whose message names the package to install, where the library is missing.
    public static void EnsureLoaded() => _ = s_loaded.Value;

    internal static string MissingSentence =>
        "The sound processing library (libspeexdsp) was not found on this machine: install it " + (
            OperatingSystem.IsMacOS() ? "with \"brew install speexdsp\"."
            : OperatingSystem.IsWindows()
                ? "by putting speexdsp.dll (for example from \"vcpkg install speexdsp\") beside the program."
            : "with \"apt install libspeexdsp1\" (Debian, Ubuntu), \"dnf install speexdsp\" (Fedora), "
              + "\"apk add speexdsp\" (Alpine) or \"pacman -S speexdsp\" (Arch).");

    private static bool Load()
    {
        NativeNames.AlsoTry(typeof(SpeexLibrary).Assembly, LibSpeexDsp.Name, s_otherNames);
        try
        {
            _ = LibSpeexDsp.speex_resampler_strerror(LibSpeexDsp.RESAMPLER_ERR_SUCCESS);
            return true;
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new SpeexException(MissingSentence, failure);
        }
    }
}
