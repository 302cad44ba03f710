using System.Runtime.InteropServices;
using Mcu.Common.Opus.Interop;

namespace Mcu.Common.Opus;

/// <summary>Whether libopus is on this machine, and which. Any thread.</summary>
public static class OpusLibrary
{
    private static readonly string[] s_otherNames =
        ["libopus.0.dylib", "/opt/homebrew/lib/libopus.0.dylib", "/usr/local/lib/libopus.0.dylib", "opus.dll", "libopus-0.dll"];

    private static readonly Lazy<string> s_version = new(Load);

    /// <summary>libopus' version as it tells it: <c>libopus 1.3.1</c>.</summary>
    /// <exception cref="OpusException">The library is not there; the message names the package to install.</exception>
    public static string Version => s_version.Value;

    /// <summary>Call once at start, so that a missing library is one clear sentence and not a failure amid a call.</summary>
    /// <exception cref="OpusException">The library is not there; the message names the package to install.</exception>
    public static void EnsureLoaded() => _ = s_version.Value;

    private static string Load()
    {
        NativeNames.AlsoTry(typeof(OpusLibrary).Assembly, LibOpus.Name, s_otherNames);
        try
        {
            return Marshal.PtrToStringUTF8(LibOpus.opus_get_version_string()) ?? "libopus, version unknown";
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new OpusException(MissingSentence, failure);
        }
    }

    internal static string MissingSentence =>
        "The Opus codec library (libopus) was not found on this machine: install it " + (
            OperatingSystem.IsMacOS() ? "with \"brew install opus\"."
            : OperatingSystem.IsWindows() ? "by putting opus.dll (for example from \"vcpkg install opus\") beside the program."
            : "with \"apt install libopus0\" (Debian, Ubuntu), \"dnf install opus\" (Fedora), "
              + "\"apk add opus\" (Alpine) or \"pacman -S opus\" (Arch).");
}
