namespace Mcu.Client.Terminal.Model;

// Connecting → Connected ⇄ Reconnecting → Ended; Connecting → Ended.
internal enum ConnectionState
{
    Connecting,
    Connected,

    // Lost, and tried again.
    Reconnecting,

    // Over for good.
    Ended,
}
