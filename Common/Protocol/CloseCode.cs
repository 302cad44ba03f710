namespace Mcu.Common.Protocol;

/// <summary>
/// Why a connection was closed: QUIC's application error code (RFC 9000 §20.2). A value that is not here comes from a newer
/// peer and is treated as <see cref="InternalError"/>. After which of them a client may connect again by itself says
/// <see cref="CloseCodes.MayReconnect"/>.
/// </summary>
public enum CloseCode : ulong
{
    /// <summary>The peer was done. Do not connect again.</summary>
    Normal = 0,

    /// <summary>The server is being stopped. Connect again, after a pause.</summary>
    ServerShuttingDown = 1,

    /// <summary>A message was malformed or out of order. Do not connect again: it would happen again.</summary>
    ProtocolViolation = 2,

    /// <summary>A control frame was larger than allowed. Do not connect again.</summary>
    FrameTooLarge = 3,

    /// <summary>There is no version of the protocol that both ends speak. Do not connect again.</summary>
    IncompatibleVersion = 4,

    /// <summary>Hello and join were not done in time. Connect again, after a pause.</summary>
    JoinTimeout = 5,

    /// <summary>The client read its control stream too slowly and the queue for it overflowed. Connect again.</summary>
    SlowReader = 6,

    /// <summary>The server has as many connections as it takes. Connect again, after a pause.</summary>
    ServerFull = 7,

    /// <summary>Too many connections or requests in too short a time. Connect again, after a pause.</summary>
    RateLimited = 8,

    /// <summary>The room's host put the participant out. Do not connect again.</summary>
    Kicked = 9,

    /// <summary>The closing end failed in a way that was not the peer's doing. Connect again, after a pause.</summary>
    InternalError = 10,
}
