using System.Net;
using System.Net.Sockets;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibC;

namespace Mcu.Common.Transport.Ngtcp2;

// A UDP socket bound (server) or connected (client), never blocking. What .NET cannot do with it, UdpBatch does.
internal sealed class UdpSocket : IDisposable
{
    private readonly Socket _socket;

    private UdpSocket(Socket socket, int receiveBuffer)
    {
        _socket = socket;
        socket.Blocking = false;
        socket.ReceiveBufferSize = receiveBuffer;
        socket.SendBufferSize = TransportDefaults.SendBuffer;
    }

    internal SafeSocketHandle Handle => _socket.SafeHandle;

    internal IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Whether packets tell the local address they came to, because it may be any of the machine's.</summary>
    internal bool TellsLocalAddress { get; private init; }

    internal static UdpSocket Bind(IPEndPoint endPoint, int receiveBuffer)
    {
        bool isAny = endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any);
        Socket? socket = null;
        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = isAny;
            }

            if (isAny)
            {
                bool isInet4 = endPoint.AddressFamily == AddressFamily.InterNetwork;
                socket.SetRawSocketOption(
                    isInet4 ? IPPROTO_IP : IPPROTO_IPV6, isInet4 ? IP_PKTINFO : IPV6_RECVPKTINFO, BitConverter.GetBytes(1));
            }

            socket.Bind(endPoint);
            return new UdpSocket(socket, receiveBuffer) { TellsLocalAddress = isAny };
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            throw new TransportException(
                TransportError.AddressUnavailable, $"Cannot listen on {endPoint}: {exception.Message}.", exception);
        }
    }

    internal static UdpSocket Connect(IPEndPoint endPoint)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(endPoint);
            return new UdpSocket(socket, TransportDefaults.ReceiveBuffer);
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            throw new TransportException(
                TransportError.Unreachable, $"There is no way to {endPoint}: {exception.Message}.", exception);
        }
    }

    public void Dispose() => _socket.Dispose();
}
