using System.Runtime.InteropServices;

namespace Mcu.Common.Transport.MsQuic.Interop;

// Wall one: what msquic hands over and takes (msquic.h), as 64-bit systems lay it out; of unions, only what is read here.
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct QuicConnectionEvent
{
    [FieldOffset(0)] internal QUIC_CONNECTION_EVENT_TYPE Type;

    [FieldOffset(8)] internal int TransportStatus;
    [FieldOffset(16)] internal ulong TransportErrorCode;

    [FieldOffset(8)] internal ulong PeerErrorCode;

    [FieldOffset(8)] internal byte DatagramSendEnabled;
    [FieldOffset(10)] internal ushort DatagramMaxSendLength;

    [FieldOffset(8)] internal QuicBuffer* Datagram;

    [FieldOffset(8)] internal nint SendContext;
    [FieldOffset(16)] internal uint SendState;
}

[StructLayout(LayoutKind.Explicit)]
internal unsafe struct QuicListenerEvent
{
    [FieldOffset(0)] internal uint Type;

    [FieldOffset(8)] internal QuicNewConnectionInfo* Info;
    [FieldOffset(16)] internal nint Connection;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct QuicNewConnectionInfo
{
    internal uint QuicVersion;
    internal byte* LocalAddress;
    internal byte* RemoteAddress;
}

/// <summary>QUIC_STATISTICS_V2, as far as it is read; it only ever grows at its end.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct QuicStatistics
{
    [FieldOffset(12)] internal uint RoundTripMicroseconds;
    [FieldOffset(64)] internal ulong PacketsSent;
    [FieldOffset(120)] internal ulong PacketsReceived;
}

/// <summary>QUIC_SETTINGS, as far as it is written; each field counts only where its bit is set.</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct QuicSettings
{
    internal const ulong HasInitialRtt = 1 << 13;
    internal const ulong HasDisconnectTimeout = 1 << 15;
    internal const ulong HasMinimumMtu = 1 << 22;
    internal const ulong HasMaximumMtu = 1 << 23;
    internal const ulong HasDatagramReceive = 1 << 27;
    internal const byte DatagramReceiveEnabled = 1 << 3;

    [FieldOffset(0)] internal ulong IsSet;
    [FieldOffset(76)] internal uint InitialRttMs;
    [FieldOffset(84)] internal uint DisconnectTimeoutMs;
    [FieldOffset(102)] internal ushort MinimumMtu;
    [FieldOffset(104)] internal ushort MaximumMtu;
    [FieldOffset(106)] internal byte Flags;
}
