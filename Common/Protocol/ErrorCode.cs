namespace Mcu.Common.Protocol;

/// <summary>
/// Why a request was not carried out. The connection stays open. A value that is not here comes from a newer server and is
/// shown by its sentence alone.
/// </summary>
public enum ErrorCode : ushort
{
    /// <summary>Nothing more precise fits; the sentence says what.</summary>
    Other = 0,

    /// <summary>The message's type is not known, or is not one that this end takes.</summary>
    UnknownMessage = 1,

    /// <summary>The room's name is empty or holds what a room's name must not.</summary>
    BadRoomName = 2,

    /// <summary>The participant's name is empty or holds what a name must not.</summary>
    BadName = 3,

    /// <summary>The room has as many participants as it takes.</summary>
    RoomFull = 4,

    /// <summary>The server has as many rooms as it takes.</summary>
    TooManyRooms = 5,

    /// <summary>A join while being in a room.</summary>
    AlreadyInRoom = 6,

    /// <summary>A request that needs a room, from somebody who is in none.</summary>
    NotInRoom = 7,

    /// <summary>Too many requests in too short a time; this one was not looked at.</summary>
    RateLimited = 8,

    /// <summary>The server is being stopped.</summary>
    ServerShuttingDown = 9,

    /// <summary>The server failed in a way that was not the client's doing.</summary>
    InternalError = 10,

    /// <summary>A request that only the room's host may make, from somebody else.</summary>
    NotHost = 11,

    /// <summary>A request about somebody who is not in the room.</summary>
    NoSuchParticipant = 12,

    /// <summary>A request about oneself that makes sense about others only.</summary>
    Yourself = 13,

    /// <summary>A join of a room that the client was put out of not long ago.</summary>
    Kicked = 14,
}
