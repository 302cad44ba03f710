namespace Mcu.Common.Protocol;

/// <summary>Why a participant is no longer in the room. A value that is not here comes from a newer server.</summary>
public enum LeaveReason : ushort
{
    /// <summary>By own wish: a leave, or a connection closed in order.</summary>
    Left = 0,

    /// <summary>Nothing was heard for the idle timeout, or the connection broke.</summary>
    ConnectionLost = 1,

    /// <summary>The server closed the connection: a broken protocol, a queue that overflowed, too many requests.</summary>
    ClosedByServer = 2,

    /// <summary>Put out of the room by its host.</summary>
    Kicked = 3,
}
