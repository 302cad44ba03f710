using System.Net;
using System.Net.Sockets;

namespace Mcu.Common.Tests.Transport;

/// <summary>A NAT of real sockets on loopback: what one client sends goes on to the server from a port that can change.</summary>
internal sealed class PortRelay : IDisposable
{
    private readonly IPEndPoint _server;
    private readonly Socket _inside = Open();
    private Socket _outside = Open();
    private volatile bool _isCut;
    private EndPoint _client = new IPEndPoint(IPAddress.Loopback, 0);

    internal PortRelay(IPEndPoint server)
    {
        _server = server;
        _ = ForwardAsync(_inside, fromClient: true);
        _ = ForwardAsync(_outside, fromClient: false);
    }

    /// <summary>Where the client connects to.</summary>
    internal IPEndPoint EndPoint => (IPEndPoint)_inside.LocalEndPoint!;

    /// <summary>Where the server sees the client.</summary>
    internal IPEndPoint Outside => (IPEndPoint)_outside.LocalEndPoint!;

    /// <summary>The old port leads nowhere any more, and packets come from a new one.</summary>
    internal void Rebind()
    {
        Socket old = _outside;
        Socket next = Open();
        Volatile.Write(ref _outside, next);
        _ = ForwardAsync(next, fromClient: false);
        old.Dispose();
    }

    /// <summary>Lets nothing through any more, as if either end were gone; the ports stay open, so that nobody is told.</summary>
    internal void Cut() => _isCut = true;

    public void Dispose()
    {
        _inside.Dispose();
        _outside.Dispose();
    }

    private static Socket Open()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private async Task ForwardAsync(Socket from, bool fromClient)
    {
        byte[] packet = new byte[2_000];
        while (true)
        {
            try
            {
                SocketReceiveFromResult received = await from.ReceiveFromAsync(packet, new IPEndPoint(IPAddress.Any, 0));
                if (fromClient)
                {
                    _client = received.RemoteEndPoint;
                }

                if (_isCut)
                {
                    continue;
                }

                (Socket to, EndPoint where) = fromClient ? (Volatile.Read(ref _outside), _server) : (_inside, _client);
                await to.SendToAsync(packet.AsMemory(0, received.ReceivedBytes), where);
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
            {
                // The port was given up: for the packets of the way out there may be a new one.
                if (!fromClient || from.SafeHandle.IsClosed)
                {
                    return;
                }
            }
        }
    }
}
