namespace Mcu.Common.Transport.MsQuic.Interop;

// Wall one: numbers of msquic.h.
internal static class LibMsQuic
{
    internal const uint QUIC_API_VERSION_2 = 2;

    internal const uint QUIC_PARAM_GLOBAL_RETRY_MEMORY_PERCENT = 0x01000000;
    internal const uint QUIC_PARAM_GLOBAL_PERF_COUNTERS = 0x01000003;
    internal const uint QUIC_PARAM_GLOBAL_LIBRARY_VERSION = 0x01000004;
    internal const uint QUIC_PARAM_GLOBAL_SETTINGS = 0x01000005;
    internal const uint QUIC_PARAM_GLOBAL_TLS_PROVIDER = 0x0100000A;
    internal const uint QUIC_PARAM_CONN_CLOSE_REASON_PHRASE = 0x0500000B;
    internal const uint QUIC_PARAM_CONN_DATAGRAM_SEND_ENABLED = 0x0500000E;
    internal const uint QUIC_PARAM_CONN_STATISTICS_V2 = 0x05000016;

    internal const uint QUIC_TLS_PROVIDER_SCHANNEL = 0;

    internal const int QUIC_PERF_COUNTER_PKTS_DROPPED = 10;
    internal const int QUIC_PERF_COUNTER_UDP_RECV = 12;
    internal const int QUIC_PERF_COUNTER_SEND_STATELESS_RESET = 29;
    internal const int QUIC_PERF_COUNTER_SEND_STATELESS_RETRY = 30;
    internal const int PerfCounters = 31;

    internal const uint QUIC_DATAGRAM_SEND_SENT = 1;
    internal const uint QUIC_DATAGRAM_SEND_LOST_SUSPECT = 2;
    internal const uint QUIC_DATAGRAM_SEND_ACKNOWLEDGED = 4;
    internal const uint QUIC_DATAGRAM_SEND_ACKNOWLEDGED_SPURIOUS = 5;
    internal const uint QUIC_DATAGRAM_SEND_CANCELED = 6;

    internal const uint QUIC_LISTENER_EVENT_NEW_CONNECTION = 0;

    internal const uint QUIC_STREAM_OPEN_FLAG_UNIDIRECTIONAL = 1;
    internal const uint QUIC_STREAM_START_FLAG_FAIL_BLOCKED = 2;
    internal const uint QUIC_STREAM_START_FLAG_SHUTDOWN_ON_FAIL = 4;
    internal const uint QUIC_STREAM_EVENT_START_COMPLETE = 0;
    internal const uint QUIC_STREAM_EVENT_SEND_SHUTDOWN_COMPLETE = 6;
    internal const uint QUIC_STREAM_EVENT_SHUTDOWN_COMPLETE = 7;

    // RFC 9000 §20.1: what a listener's refusal is sent as, and where TLS alerts begin.
    internal const ulong QUIC_ERROR_CONNECTION_REFUSED = 0x02;
    internal const ulong QUIC_ERROR_TRANSPORT_PARAMETER = 0x08;
    internal const ulong QUIC_ERROR_CRYPTO = 0x100;
}
