using System.Net.Quic;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// Wall two: the library as one object, found once for the process and never given back, since System.Net.Quic keeps it, too.
internal sealed unsafe partial class MsQuicLibrary
{
    private const string Advice =
        "Windows 11 and Server 2022 have it built in; elsewhere install libmsquic 2.2.2 or newer (Microsoft's packages, Homebrew).";

    private static readonly Lazy<MsQuicLibrary> s_library = new(() => new MsQuicLibrary());

    private MsQuicLibrary()
    {
        if (!QuicConnection.IsSupported)
        {
            string why = QuicInternals.WhyUnsupported()?.TrimEnd('.') ?? "libmsquic was not found";
            throw new TransportException(TransportError.LibraryMissing, $"System.Net.Quic cannot be used here: {why}. {Advice}");
        }

        if (!Environment.Is64BitProcess)
        {
            throw new TransportException(TransportError.LibraryMissing, "The msquic transport knows msquic on 64-bit systems only.");
        }

        Internals = QuicInternals.Find();
        QuicApiTable* table;
        int status = ((delegate* unmanaged[Cdecl]<uint, QuicApiTable**, int>)Internals.OpenVersion)(LibMsQuic.QUIC_API_VERSION_2, &table);
        if (QuicStatus.Failed(status))
        {
            throw new TransportException(
                TransportError.LibraryMissing, $"libmsquic has no version 2 of its functions (0x{status:x}). {Advice}") { NativeCode = status };
        }

        Table = table;
        Description = Describe();
        SetForAll();
    }

    internal QuicInternals Internals { get; }

    internal QuicApiTable* Table { get; }

    /// <summary>Its version and what it does TLS with, for the log.</summary>
    internal string Description { get; }

    /// <exception cref="TransportException">It is missing, too old, or System.Net.Quic is not as we know it.</exception>
    internal static MsQuicLibrary Load() => s_library.Value;

    private string Describe()
    {
        uint* version = stackalloc uint[4];
        uint length = 4 * sizeof(uint);
        if (QuicStatus.Failed(Table->GetParam(0, LibMsQuic.QUIC_PARAM_GLOBAL_LIBRARY_VERSION, &length, version)))
        {
            throw new TransportException(TransportError.LibraryMissing, $"libmsquic does not tell its version. {Advice}");
        }

        // Asked since 2.1, where every version before was what its system's are.
        uint provider = OperatingSystem.IsWindows() ? LibMsQuic.QUIC_TLS_PROVIDER_SCHANNEL : LibMsQuic.QUIC_TLS_PROVIDER_SCHANNEL + 1;
        length = sizeof(uint);
        _ = Table->GetParam(0, LibMsQuic.QUIC_PARAM_GLOBAL_TLS_PROVIDER, &length, &provider);
        return $"msquic {version[0]}.{version[1]}.{version[2]}, {(provider == LibMsQuic.QUIC_TLS_PROVIDER_SCHANNEL ? "Schannel" : "OpenSSL")}";
    }
}
