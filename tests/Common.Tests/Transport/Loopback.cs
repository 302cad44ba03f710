using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;
using Mcu.Testing.Pairs;

namespace Mcu.Common.Tests.Transport;

/// <summary>Servers and clients of a pair of backends, on this machine.</summary>
internal static class Loopback
{
    /// <summary>Longer than anything takes; it is only waited for when a test fails.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Of every server here that a test gives no other.</summary>
    internal static readonly X509Certificate2 Certificate = TestCertificates.Create();

    internal static ITransportListener Listen(
        this BackendPair pair, string address = "127.0.0.1", Func<ListenOptions, ListenOptions>? change = null)
    {
        ListenOptions options = new() { EndPoint = new IPEndPoint(IPAddress.Parse(address), 0), Certificate = Certificate };
        return pair.Server.Listen(change?.Invoke(options) ?? options);
    }

    internal static Task<ITransportConnection> Connect(
        this BackendPair pair, ITransportListener listener, Func<ConnectOptions, ConnectOptions>? change = null)
    {
        IPEndPoint bound = listener.LocalEndPoint;
        IPAddress address = bound.Address.Equals(IPAddress.IPv6Any) || bound.Address.Equals(IPAddress.Any)
            ? IPAddress.Loopback
            : bound.Address;
        ConnectOptions options = new() { EndPoint = new IPEndPoint(address, bound.Port), Check = _ => null };
        return pair.Client.ConnectAsync(change?.Invoke(options) ?? options, CancellationToken.None).WaitAsync(Patience);
    }

    /// <summary>By way of a relay.</summary>
    internal static Task<ITransportConnection> Connect(
        this BackendPair pair, PortRelay relay, Func<ConnectOptions, ConnectOptions>? change = null)
    {
        ConnectOptions options = new() { EndPoint = relay.EndPoint, Check = _ => null };
        return pair.Client.ConnectAsync(change?.Invoke(options) ?? options, CancellationToken.None).WaitAsync(Patience);
    }

    internal static async Task<ITransportConnection> Accept(this ITransportListener listener) =>
        await listener.AcceptAsync(CancellationToken.None).AsTask().WaitAsync(Patience);

    /// <summary>Both ends of the control stream, of which the server hears by its first byte.</summary>
    internal static async Task<(Stream Client, Stream Server)> OpenStreams(ITransportConnection client, ITransportConnection server)
    {
        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        await mine.WriteAsync(new byte[1]);
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None).AsTask().WaitAsync(Patience);
        await theirs.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Patience);
        return (mine, theirs);
    }

    /// <summary>
    /// Sends a datagram, and once more a second later where a machine that is busy has let it grow too old; what arrived is the
    /// answer.
    /// </summary>
    internal static async Task<byte[]> Exchange(ITransportConnection from, ITransportConnection to, byte[] datagram)
    {
        TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        to.SetDatagramHandler((bytes, _) => received.TrySetResult(bytes.ToArray()));
        Task patience = Task.Delay(Patience);
        do
        {
            if (!from.TrySendDatagram(datagram))
            {
                throw new InvalidOperationException($"A datagram of {datagram.Length} bytes was not taken.");
            }
        }
        while (await Task.WhenAny(received.Task, Task.Delay(TimeSpan.FromSeconds(1))) != received.Task && !patience.IsCompleted);

        return await received.Task.WaitAsync(TimeSpan.Zero);
    }
}
