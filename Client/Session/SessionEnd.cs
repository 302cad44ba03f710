namespace Mcu.Client.Session;

// Who ended a session.
internal enum SessionEndKind
{
    // We left.
    Left,

    // The server said that it is being stopped.
    ServerShutDown,

    // The host put us out of the room. Do not join again by oneself.
    Kicked,

    // The server closed the connection with a code and a reason.
    ClosedByServer,

    // The network, or a peer that broke the protocol.
    ConnectionLost,
}

// How a session ended. Code is a CloseCode where a side closed it, otherwise the transport's. Reason is for people: may be empty,
// is safe to show.
internal sealed record SessionEnd(SessionEndKind Kind, ulong Code, string Reason);
