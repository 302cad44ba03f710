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

    /// <summary>Whether packets tell when they arrived.</summary>
    internal bool TellsArrival { get; private set; }

    /// <summary>Binds as many sockets to one port as are asked for, each packet going to one of them; see <see cref="ReusePortFilter"/>.</summary>
    /// <param name="endPoint">Port 0 takes a free one.</param>
    /// <param name="receiveBuffer">Bytes of each socket's.</param>
    /// <param name="count">Sockets.</param>
    /// <param name="stamped">Whether every packet is to tell when it arrived, where the system grants that.</param>
    internal static UdpSocket[] BindAll(IPEndPoint endPoint, int receiveBuffer, int count, bool stamped = false)
    {
        var sockets = new UdpSocket[count];
        try
        {
            // The first one alone: a port that is taken, be it by another server of the same user that shares its own, is refused.
            sockets[0] = Bind(endPoint, receiveBuffer, shared: false);
            if (count > 1)
            {
                SetSharePort(sockets[0]._socket);
            }

            for (int i = 1; i < count; i++)
            {
                sockets[i] = Bind(sockets[0].LocalEndPoint, receiveBuffer, shared: true);
            }

            if (count > 1)
            {
                ReusePortFilter.TryAttach(sockets[0]._socket, count);
            }

            if (stamped)
            {
                Array.ForEach(sockets, socket => socket.AskForStamps());
            }

            return sockets;
        }
        catch
        {
            Array.ForEach(sockets, socket => socket?.Dispose());
            throw;
        }
    }

    private void AskForStamps()
    {
        try
        {
            _socket.SetRawSocketOption(SOL_SOCKET, SO_TIMESTAMPNS, BitConverter.GetBytes(1));
            TellsArrival = true;
        }
        catch (SocketException)
        {
            // A system that has none (a sandbox, say): packets are taken in at once there.
        }
    }

    private static void SetSharePort(Socket socket) => socket.SetRawSocketOption(SOL_SOCKET, SO_REUSEPORT, BitConverter.GetBytes(1));

    private static UdpSocket Bind(IPEndPoint endPoint, int receiveBuffer, bool shared)
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

            if (shared)
            {
                SetSharePort(socket);
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
