using System.Runtime.InteropServices;

namespace Mcu.Common.Transport.MsQuic.Interop;

// Wall one: the function table that MsQuicOpenVersion(2) answers (msquic.h, QUIC_API_TABLE). It only ever grows at its end, so that what
// stands here has its place in every 2.x; functions that nobody here calls are pointers without a type.
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct QuicApiTable
{
    internal nint SetContext;
    internal delegate* unmanaged[Cdecl]<nint, nint> GetContext;
    internal delegate* unmanaged[Cdecl]<nint, nint, nint, void> SetCallbackHandler;
    internal delegate* unmanaged[Cdecl]<nint, uint, uint, void*, int> SetParam;
    internal delegate* unmanaged[Cdecl]<nint, uint, uint*, void*, int> GetParam;
    internal nint RegistrationOpen;
    internal nint RegistrationClose;
    internal nint RegistrationShutdown;
    internal nint ConfigurationOpen;
    internal nint ConfigurationClose;
    internal nint ConfigurationLoadCredential;
    internal nint ListenerOpen;
    internal nint ListenerClose;
    internal nint ListenerStart;
    internal nint ListenerStop;
    internal nint ConnectionOpen;
    internal nint ConnectionClose;
    internal delegate* unmanaged[Cdecl]<nint, uint, ulong, void> ConnectionShutdown;
    internal nint ConnectionStart;
    internal nint ConnectionSetConfiguration;
    internal nint ConnectionSendResumptionTicket;
    internal delegate* unmanaged[Cdecl]<nint, uint, nint, nint, nint*, int> StreamOpen;
    internal delegate* unmanaged[Cdecl]<nint, void> StreamClose;
    internal delegate* unmanaged[Cdecl]<nint, uint, int> StreamStart;
    internal nint StreamShutdown;
    internal nint StreamSend;
    internal nint StreamReceiveComplete;
    internal nint StreamReceiveSetEnabled;
    internal delegate* unmanaged[Cdecl]<nint, QuicBuffer*, uint, uint, nint, int> DatagramSend;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct QuicBuffer
{
    internal uint Length;
    internal byte* Buffer;
}
