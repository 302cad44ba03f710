using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// What msquic calls, on its own threads, the calls for one connection one at a time. They stand before System.Net.Quic's callbacks: the
// datagram events are ours, all others are looked at and handed on as they came. Nothing throws out of here.
//
// Whom an event is for is looked up by its native handle, never by the context, which stays System.Net.Quic's: msquic writes callback and
// context one after the other while events may come, and so only one of them may change. An event for a handle that is not known any
// more (all was over, but not yet for msquic) finds nobody, and no memory of ours is waiting for it.
internal static unsafe class NativeCallbacks
{
    private static readonly ConcurrentDictionary<nint, MsQuicConnection> s_connections = new();
    private static readonly ConcurrentDictionary<nint, MsQuicListener> s_listeners = new();

    internal static nint Connection => (nint)(delegate* unmanaged[Cdecl]<nint, nint, QuicConnectionEvent*, int>)&OnConnection;

    internal static nint Listener => (nint)(delegate* unmanaged[Cdecl]<nint, nint, QuicListenerEvent*, int>)&OnListener;

    internal static nint Errand => (nint)(delegate* unmanaged[Cdecl]<nint, nint, uint*, int>)&OnErrand;

    internal static nint Refusal => (nint)(delegate* unmanaged[Cdecl]<nint, nint, QuicConnectionEvent*, int>)&OnRefused;

    internal static void Add(nint handle, MsQuicConnection connection) => s_connections[handle] = connection;

    internal static void Remove(nint handle, MsQuicConnection connection) =>
        s_connections.TryRemove(new KeyValuePair<nint, MsQuicConnection>(handle, connection));

    internal static MsQuicConnection? Find(nint handle) => s_connections.GetValueOrDefault(handle);

    internal static void Add(nint handle, MsQuicListener listener) => s_listeners[handle] = listener;

    internal static void Remove(nint handle, MsQuicListener listener) =>
        s_listeners.TryRemove(new KeyValuePair<nint, MsQuicListener>(handle, listener));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnConnection(nint handle, nint context, QuicConnectionEvent* @event)
    {
        QUIC_CONNECTION_EVENT_TYPE type = @event->Type;
        if (s_connections.TryGetValue(handle, out MsQuicConnection? connection))
        {
            try
            {
                connection.HandleEvent(handle, @event);
            }
            catch (Exception defect)
            {
                connection.HandleDefect(handle, defect);
            }
        }

        bool isOurs = type is QUIC_CONNECTION_EVENT_TYPE.DATAGRAM_STATE_CHANGED
            or QUIC_CONNECTION_EVENT_TYPE.DATAGRAM_RECEIVED or QUIC_CONNECTION_EVENT_TYPE.DATAGRAM_SEND_STATE_CHANGED;
        return isOurs ? QuicStatus.Success : MsQuicLibrary.Load().HandOn(handle, context, @event);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnListener(nint handle, nint context, QuicListenerEvent* @event)
    {
        MsQuicLibrary library = MsQuicLibrary.Load();
        if (@event->Type != LibMsQuic.QUIC_LISTENER_EVENT_NEW_CONNECTION)
        {
            return library.HandOn(handle, context, @event);
        }

        try
        {
            return s_listeners.TryGetValue(handle, out MsQuicListener? listener)
                ? listener.HandleNewConnection(handle, context, @event)
                : QuicStatus.ConnectionRefused;
        }
        catch (Exception)
        {
            // Not one that anybody has taken in: whatever went wrong is this newcomer's end only.
            return QuicStatus.ConnectionRefused;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRefused(nint handle, nint context, QuicConnectionEvent* @event)
    {
        try
        {
            if (@event->Type == QUIC_CONNECTION_EVENT_TYPE.DATAGRAM_SEND_STATE_CHANGED)
            {
                Transport.MsQuic.Refusal.HandleClosing(handle);
            }
        }
        catch (Exception)
        {
            // It is refused without a word.
        }

        return QuicStatus.Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnErrand(nint stream, nint context, uint* type)
    {
        try
        {
            CloseErrand.HandleEvent(stream, context, *type);
        }
        catch (Exception)
        {
            // The connection is being closed, and msquic's last event for it says so to everyone.
        }

        return QuicStatus.Success;
    }
}
