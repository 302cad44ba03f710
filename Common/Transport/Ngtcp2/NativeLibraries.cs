using System.Runtime.InteropServices;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// Finds the native libraries once, and says in one sentence what is missing or too old and which package has it.
internal static unsafe class NativeLibraries
{
    private const string Advice =
        "Install the packages libngtcp2-16 and libngtcp2-crypto-gnutls8 (Debian 13; on Debian 12 from bookworm-backports), " +
        "or let scripts/run do it.";

    /// <summary>The libraries and their versions, for the log.</summary>
    /// <exception cref="TransportException">One is missing or too old.</exception>
    internal static string Describe()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new TransportException(
                TransportError.LibraryMissing, "The ngtcp2 transport runs on Linux only; this system is not Linux.");
        }

        foreach (string library in (ReadOnlySpan<string>)[LibGnuTls.Library, LibNgtcp2.Library, LibNgtcp2Crypto.Library])
        {
            if (!NativeLibrary.TryLoad(library, typeof(NativeLibraries).Assembly, null, out _))
            {
                throw new TransportException(
                    TransportError.LibraryMissing, $"The native library {library} was not found. {Advice}");
            }
        }

        // Asked for an older version than its own, the library answers with what it is; too old, with null.
        ngtcp2_info* info = LibNgtcp2.ngtcp2_version(LibNgtcp2.OldestVersion);
        if (info is null)
        {
            string? present = Text((nint)LibNgtcp2.ngtcp2_version(0)->version_str);
            throw new TransportException(
                TransportError.LibraryMissing, $"libngtcp2 is {present}, and 1.9.0 or newer is needed. {Advice}");
        }

        return $"ngtcp2 {Text((nint)info->version_str)}, GnuTLS {Text(LibGnuTls.gnutls_check_version(0))}";
    }

    /// <summary>The address of a function that only native code will call.</summary>
    internal static nint Export(string library, string name) =>
        NativeLibrary.GetExport(NativeLibrary.Load(library, typeof(NativeLibraries).Assembly, null), name);

    internal static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";
}
