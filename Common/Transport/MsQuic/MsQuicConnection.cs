using System.Net;
using System.Net.Quic;
using System.Runtime.InteropServices;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// One connection: System.Net.Quic's, for everything that it can do, and beside it the same native connection for what it cannot, which is
// datagrams and the words of a close. The half that is called "from native code" runs on msquic's thread for this connection, one call at
// a time; the half that ITransportConnection shows may be called from any thread.
//
//   Starting ──connected──► Open ──our close, the peer's, an error──► Ending ──msquic has finished──► Gone (released)
internal sealed partial class MsQuicConnection : ITransportConnection
{
    private readonly MsQuicLibrary _library;
    private readonly MsQuicListener? _listener;
    private readonly IPEndPoint _firstRemote;
    private QuicConnection? _quic;
    private SafeHandle? _safe;
    private bool _isConnected;
    private bool _takesDatagrams;

    /// <param name="listener">Whose it is; null for a client's.</param>
    internal MsQuicConnection(MsQuicLibrary library, IPEndPoint remote, MsQuicListener? listener)
    {
        _library = library;
        _firstRemote = remote;
        _listener = listener;
    }

    /// <summary>The address that the gate let in and has not been told the end of.</summary>
    internal IPAddress? AdmittedFrom { get; set; }

    /// <summary>msquic's, for as long as it is open; for tests.</summary>
    internal nint Handle => _safe?.DangerousGetHandle() ?? 0;

    internal bool TakesDatagrams => Volatile.Read(ref _takesDatagrams);

    internal bool IsConnected => Volatile.Read(ref _isConnected);

    /// <inheritdoc/>
    public IPEndPoint RemoteEndPoint
    {
        get
        {
            IPEndPoint present = Volatile.Read(ref _quic)?.RemoteEndPoint ?? _firstRemote;
            return present.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(present.Address.MapToIPv4(), present.Port) : present;
        }
    }

    /// <inheritdoc/>
    public CertificateFingerprint? PeerFingerprint { get; internal set; }

    /// <summary>System.Net.Quic's connection is there, but has not begun its handshake, or has not got further than certificates.</summary>
    internal void Attach(QuicConnection quic, SafeHandle handle)
    {
        Volatile.Write(ref _safe, handle);
        Volatile.Write(ref _quic, quic);
    }

    /// <summary>Attaches a client's connection and asks for its events. Its thread may be sending some at this moment.</summary>
    internal void AttachAndListen(QuicConnection quic)
    {
        SafeHandle handle = _library.Internals.HandleOf(quic);
        Attach(quic, handle);
        if (TryEnter(out nint raw))
        {
            NativeCallbacks.Add(raw, this);
            _library.PutInFront(NativeCallbacks.Connection, raw);
            Leave();
        }
    }

    /// <summary>From native code.</summary>
    internal unsafe void HandleEvent(nint handle, QuicConnectionEvent* @event)
    {
        switch (@event->Type)
        {
            case QUIC_CONNECTION_EVENT_TYPE.DATAGRAM_RECEIVED:
                HandleDatagram(handle, new ReadOnlySpan<byte>(@event->Datagram->Buffer, (int)@event->Datagram->Length));
                break;
            case QUIC_CONNECTION_EVENT_TYPE.DATAGRAM_SEND_STATE_CHANGED:
                HandleSendState(handle, ref @event->SendContext, @event->SendState);
                break;
            case QUIC_CONNECTION_EVENT_TYPE.DATAGRAM_STATE_CHANGED:
                NoteDatagramLimit(@event->DatagramSendEnabled != 0, @event->DatagramMaxSendLength);
                break;
            case QUIC_CONNECTION_EVENT_TYPE.CONNECTED:
                HandleConnected(handle);
                break;
            case QUIC_CONNECTION_EVENT_TYPE.SHUTDOWN_INITIATED_BY_TRANSPORT:
                NoteTransportEnd(@event->TransportStatus, @event->TransportErrorCode);
                break;
            case QUIC_CONNECTION_EVENT_TYPE.SHUTDOWN_INITIATED_BY_PEER:
                NotePeerEnd(@event->PeerErrorCode);
                break;
            case QUIC_CONNECTION_EVENT_TYPE.SHUTDOWN_COMPLETE:
                NativeCallbacks.Remove(handle, this);
                HandleShutdownComplete(handle);
                break;
        }
    }

    /// <summary>From native code: something of ours threw. The connection ends by it, and nobody else's.</summary>
    internal void HandleDefect(nint handle, Exception defect)
    {
        NoteEnd(new ConnectionEnd(EndedBy.Error, 0, defect.Message), TransportError.Native);
        _library.ShutDown(handle, 0);
    }

    private void HandleConnected(nint handle)
    {
        long now = MonotonicClock.Now;
        Volatile.Write(ref _takesDatagrams, _library.TakesDatagrams(handle));
        Volatile.Write(ref _lastReceivedAt, now);
        NoteStatistics(handle, now);
        Volatile.Write(ref _isConnected, true);
        _listener?.HandshakeOver(succeeded: TakesDatagrams);
    }

    /// <summary>Keeps the native handle from being closed until <see cref="Leave"/>.</summary>
    private bool TryEnter(out nint handle)
    {
        bool entered = false;
        SafeHandle? safe = Volatile.Read(ref _safe);
        try
        {
            safe?.DangerousAddRef(ref entered);
        }
        catch (ObjectDisposedException)
        {
            // It was closed in this very moment.
        }

        handle = entered ? safe!.DangerousGetHandle() : 0;
        return entered;
    }

    private void Leave() => _safe!.DangerousRelease();
}
