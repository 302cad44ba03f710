namespace Mcu.Common.Transport.MsQuic.Interop;

// Wall one: the events of a connection that mean something here (msquic.h).
internal enum QUIC_CONNECTION_EVENT_TYPE : uint
{
    CONNECTED = 0,
    SHUTDOWN_INITIATED_BY_TRANSPORT = 1,
    SHUTDOWN_INITIATED_BY_PEER = 2,
    SHUTDOWN_COMPLETE = 3,
    PEER_ADDRESS_CHANGED = 5,
    DATAGRAM_STATE_CHANGED = 10,
    DATAGRAM_RECEIVED = 11,
    DATAGRAM_SEND_STATE_CHANGED = 12,
}
