namespace Mcu.Client.Terminal.Model;

// Connecting → Connected ⇄ Silent; both → Reconnecting → Connected; each → Ended.
internal enum ConnectionState
{
    Connecting,
    Connected,

    // In the room, but nothing comes from the server.
    Silent,

    // Lost, and tried again.
    Reconnecting,

    // Over for good.
    Ended,
}
