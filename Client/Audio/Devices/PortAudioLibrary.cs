using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Mcu.Client.Audio.Devices.Interop;

namespace Mcu.Client.Audio.Devices;

// Whether libportaudio is on this machine, and what its error codes mean. Any thread.
internal static unsafe class PortAudioLibrary
{
    // Where the library goes by another name: Homebrew's, vcpkg's and MSYS2's.
    private static readonly string[] s_otherNames =
    [
        "libportaudio.2.dylib", "/opt/homebrew/lib/libportaudio.2.dylib", "/usr/local/lib/libportaudio.2.dylib",
        "portaudio.dll", "libportaudio.dll",
    ];

    private static readonly Lazy<string> s_version = new(Load);

    // Throws DeviceException, whose message names the package to install, where the library is missing.
    public static void EnsureLoaded() => _ = s_version.Value;

    internal static string MissingSentence =>
        "The sound card library (PortAudio) was not found on this machine: install it " + (
            OperatingSystem.IsMacOS() ? "with \"brew install portaudio\"."
            : OperatingSystem.IsWindows() ? "by putting portaudio.dll (for example from \"vcpkg install portaudio\") beside the program."
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

    // Not DllImportResolver: an assembly can have only one, and the other native libraries of this one need theirs.
    private static string Load()
    {
        AssemblyLoadContext context =
            AssemblyLoadContext.GetLoadContext(typeof(PortAudioLibrary).Assembly) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += FindUnderOtherName;
        try
        {
            return Marshal.PtrToStringUTF8(LibPortAudio.Pa_GetVersionText()) ?? "PortAudio, version unknown";
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new DeviceException(MissingSentence, failure);
        }
    }

    private static nint FindUnderOtherName(Assembly assembly, string name)
    {
        if (name == LibPortAudio.Name)
        {
            foreach (string other in s_otherNames)
            {
                if (NativeLibrary.TryLoad(other, out nint library))
                {
                    return library;
                }
            }
        }

        return 0;
    }
}
