using System.Runtime.InteropServices;
using Mcu.Client.Audio.Devices.Interop;
using Mcu.Common;

namespace Mcu.Client.Audio.Devices;

// Whether libportaudio is on this machine, and what its error codes mean. Any thread.
internal static unsafe class PortAudioLibrary
{
    private static readonly string[] s_otherNames =
    [
        "libportaudio.2.dylib", "/opt/homebrew/lib/libportaudio.2.dylib", "/usr/local/lib/libportaudio.2.dylib",
        "portaudio.dll", "libportaudio.dll",
    ];

    private static readonly Lazy<bool> s_loaded = new(Load);

    // Throws DeviceException, whose message names the package to install, where the library is missing.
    public static void EnsureLoaded() => _ = s_loaded.Value;

    internal static string MissingSentence =>
        "The sound card library (PortAudio) was not found on this machine: install it " + (
            OperatingSystem.IsMacOS() ? "with \"brew install portaudio\"."
            : OperatingSystem.IsWindows()
                ? "by putting portaudio.dll (for example from \"vcpkg install portaudio\") beside the program."
            : "with \"apt install libportaudio2\" (Debian, Ubuntu), \"dnf install portaudio\" (Fedora), "
              + "\"apk add portaudio\" (Alpine) or \"pacman -S portaudio\" (Arch).");

    // The one place where a native status becomes an exception.
    internal static void ThrowIfError(int result, string purpose)
    {
        if (result < LibPortAudio.paNoError)
        {
            throw new DeviceException($"{purpose}: {Reason(result)}.") { NativeCode = result };
        }
    }

    private static string Reason(int error)
    {
        string text = Marshal.PtrToStringUTF8(LibPortAudio.Pa_GetErrorText(error)) ?? "unknown error";
        PaHostErrorInfo* host = error == LibPortAudio.paUnanticipatedHostError ? LibPortAudio.Pa_GetLastHostErrorInfo() : null;
        string? hostText = host is null ? null : Marshal.PtrToStringUTF8(host->errorText);
        return string.IsNullOrEmpty(hostText) ? $"{text} ({error})" : $"{hostText} ({error})";
    }

    private static bool Load()
    {
        NativeNames.AlsoTry(typeof(PortAudioLibrary).Assembly, LibPortAudio.Name, s_otherNames);
        try
        {
            _ = LibPortAudio.Pa_GetVersionText();
            return true;
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new DeviceException(MissingSentence, failure);
        }
    }
}
