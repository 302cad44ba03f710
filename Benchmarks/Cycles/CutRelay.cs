using System.Net;
using System.Net.Sockets;

namespace Mcu.Benchmarks.Cycles;

// What one client sends goes to the server by way of here, and back, until that is over: then the client is gone for the server,
// which is not told. On this machine.
internal sealed class CutRelay : IDisposable
{
    private readonly Socket _inside = Open();
    private readonly Socket _outside = Open();
    private EndPoint? _client;

    public CutRelay(IPEndPoint server)
    {
        _outside.Connect(server);
        _ = InwardsAsync();
        _ = OutwardsAsync();
    }

    // Where the client connects to.
    public IPEndPoint EndPoint => (IPEndPoint)_inside.LocalEndPoint!;

    public void Dispose()
    {
        _outside.Dispose();
        _inside.Dispose();
    }

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private Task InwardsAsync() => ForwardAsync(async packet =>
    {
        SocketReceiveFromResult received = await _inside.ReceiveFromAsync(packet, new IPEndPoint(IPAddress.Loopback, 0));
        Volatile.Write(ref _client, received.RemoteEndPoint);
        await _outside.SendAsync(packet.AsMemory(0, received.ReceivedBytes));
    });

    private Task OutwardsAsync() => ForwardAsync(async packet =>
    {
        int received = await _outside.ReceiveAsync(packet);

        // Whoever had this port before may still be sent something that was meant for them.
        if (Volatile.Read(ref _client) is { } client)
        {
            await _inside.SendToAsync(packet.AsMemory(0, received), client);
        }
    });

    private static async Task ForwardAsync(Func<byte[], Task> forward)
    {
        const int LargestPacket = 2_048;
        byte[] packet = GC.AllocateUninitializedArray<byte>(LargestPacket);
        try
        {
            while (true)
            {
                await forward(packet);
            }
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
        {
            // It is over, or the other end is gone already.
        }
    }
}
