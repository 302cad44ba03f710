using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>Peers on real sockets who speak our protocol and know no datagrams, as no peer of ours is.</summary>
internal static class WithoutDatagrams
{
    /// <summary>A client that connects; how that ended is the answer.</summary>
    internal static async Task<ConnectionEnd> ConnectAsync(IPEndPoint server)
    {
        UdpSocket socket = UdpSocket.Connect(server);
        Endpoint endpoint = new(new EndpointGroup(listen: null), TlsCredentialsHandle.Create(null)) { MaxDatagramFrame = 0 };
        await using EndpointThread thread = new(endpoint, socket, isConnected: true, "client without datagrams");
        NetworkPath path = new() { Local = thread.Bound, Remote = NativeAddress.From(server) };
        ConnectOptions options = new() { EndPoint = server, Check = _ => null };
        Ngtcp2Connection connection = new(endpoint) { Start = new ClientStart(path, options, Credentials: null) };
        endpoint.Request(connection);
        return await connection.Ended.WaitAsync(Loopback.Patience);
    }

    /// <summary>A server, until its thread is disposed of.</summary>
    internal static (EndpointThread Thread, IPEndPoint EndPoint) Listen(X509Certificate2 certificate)
    {
        ListenOptions options = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Certificate = certificate };
        UdpSocket socket = UdpSocket.BindAll(options.EndPoint, options.ReceiveBuffer, 1)[0];
        IPEndPoint bound = socket.LocalEndPoint;
        Endpoint endpoint = new(new EndpointGroup(options), TlsCredentialsHandle.Create(certificate))
        {
            Accepted = _ => { },
            MaxDatagramFrame = 0,
        };
        return (new EndpointThread(endpoint, socket, isConnected: false, "server without datagrams"), bound);
    }
}
