namespace Mcu.Common.Transport.MsQuic.Interop;

// Wall one: numbers of msquic.h. Its status codes are HRESULTs on Windows and errno-like numbers elsewhere.
internal static class LibMsQuic
{
    internal const uint QUIC_API_VERSION_2 = 2;

    internal const uint QUIC_PARAM_GLOBAL_RETRY_MEMORY_PERCENT = 0x01000000;
    internal const uint QUIC_PARAM_GLOBAL_PERF_COUNTERS = 0x01000003;
    internal const uint QUIC_PARAM_GLOBAL_LIBRARY_VERSION = 0x01000004;
    internal const uint QUIC_PARAM_GLOBAL_SETTINGS = 0x01000005;
    internal const uint QUIC_PARAM_GLOBAL_TLS_PROVIDER = 0x0100000A;
    internal const uint QUIC_PARAM_CONN_CLOSE_REASON_PHRASE = 0x0500000B;
    internal const uint QUIC_PARAM_CONN_STATISTICS_V2 = 0x05000016;

    internal const uint QUIC_TLS_PROVIDER_SCHANNEL = 0;

    internal static bool Failed(int status) => OperatingSystem.IsWindows() ? status < 0 : status > 0;
}
