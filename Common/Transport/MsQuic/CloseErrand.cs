using System.Runtime.InteropServices;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// A way onto the thread that serves a connection, behind everything that was written to it before: streams that the peer does not allow,
// so that nothing of them is ever sent, whose events msquic reports there all the same.
//
//   first one's start reported  → what was written to the control stream before is queued, its packets are not yet made
//   second one's start reported → they are; the connection is closed from here
//   second one's end reported   → that close has begun, and its packet is not yet made: the one moment at which a reason can be added
internal sealed unsafe class CloseErrand
{
    private static int s_underWay;

    private readonly MsQuicLibrary _library;
    private readonly MsQuicConnection _connection;
    private readonly nint _handle;
    private readonly bool _isFirst;
    private GCHandle _self;
    private bool _isGivenUp;

    private CloseErrand(MsQuicLibrary library, MsQuicConnection connection, nint handle, bool isFirst)
    {
        _library = library;
        _connection = connection;
        _handle = handle;
        _isFirst = isFirst;
        _self = GCHandle.Alloc(this);
        Interlocked.Increment(ref s_underWay);
    }

    /// <summary>Of the whole process; for tests.</summary>
    internal static int UnderWay => Volatile.Read(ref s_underWay);

    /// <summary>Sets out; <see cref="MsQuicConnection.HandleReadyToClose"/> and then <see cref="MsQuicConnection.HandleClosing"/> are called.</summary>
    /// <param name="handle">The connection's, kept open by the caller for as long as this call takes.</param>
    /// <returns>False where msquic gives no stream, since the connection is ending already.</returns>
    internal static bool TryStart(MsQuicLibrary library, MsQuicConnection connection, nint handle, bool isFirst = true)
    {
        CloseErrand errand = new(library, connection, handle, isFirst);
        const uint Open = LibMsQuic.QUIC_STREAM_OPEN_FLAG_UNIDIRECTIONAL;
        // Either way its end will be reported, at once where it cannot start: the first one fails, the second one waits for ever.
        const uint Start = LibMsQuic.QUIC_STREAM_START_FLAG_SHUTDOWN_ON_FAIL;
        nint stream;
        if (QuicStatus.Failed(library.Table->StreamOpen(handle, Open, NativeCallbacks.Errand, GCHandle.ToIntPtr(errand._self), &stream)))
        {
            errand.Release();
            return false;
        }

        if (QuicStatus.Failed(library.Table->StreamStart(stream, isFirst ? Start | LibMsQuic.QUIC_STREAM_START_FLAG_FAIL_BLOCKED : Start)))
        {
            // Even of one that was never started the end is reported, before this returns.
            errand._isGivenUp = true;
            library.Table->StreamClose(stream);
            errand.Release();
            return false;
        }

        return true;
    }

    /// <summary>From native code, on the connection's thread.</summary>
    internal static void HandleEvent(nint stream, nint context, uint type)
    {
        CloseErrand errand = (CloseErrand)GCHandle.FromIntPtr(context).Target!;
        if (errand._isGivenUp)
        {
            return;
        }

        switch (type)
        {
            case LibMsQuic.QUIC_STREAM_EVENT_START_COMPLETE:
                if (!errand._isFirst || !TryStart(errand._library, errand._connection, errand._handle, isFirst: false))
                {
                    errand._connection.HandleReadyToClose(errand._handle, willHear: !errand._isFirst);
                }

                break;
            case LibMsQuic.QUIC_STREAM_EVENT_SEND_SHUTDOWN_COMPLETE when !errand._isFirst:
                errand._connection.HandleClosing(errand._handle);
                break;
            case LibMsQuic.QUIC_STREAM_EVENT_SHUTDOWN_COMPLETE:
                errand._library.Table->StreamClose(stream);
                errand.Release();
                break;
        }
    }

    // Once only: a handle that is given back twice may be somebody else's by then.
    private void Release()
    {
        _self.Free();
        Interlocked.Decrement(ref s_underWay);
    }
}
