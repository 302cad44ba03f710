using System.Net;
using Mcu.Common.Transport;
using Mcu.Server.Hosting;
using Mcu.Testing;
using Mcu.Testing.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mcu.Server.Tests.Signaling;

// A whole server on a network in memory, with a clock that the test moves. A test says only how it differs from the default.
internal sealed class SignalingFixture : IAsyncDisposable
{
    public SignalingFixture(int maxRoomSize = 64, int controlWindow = TransportDefaults.ControlWindow)
    {
        Network = new InMemoryTransport { ControlWindow = controlWindow };
        var options = new ServerOptions { Bind = new IPEndPoint(IPAddress.Loopback, 0), MaxRoomSize = maxRoomSize };
        Host = new ServerHost(Network, options, NullLoggerFactory.Instance, Time);
    }

    public InMemoryTransport Network { get; }

    public ManualTime Time { get; } = new();

    public ServerHost Host { get; }

    public async Task<TestPeer> ConnectAsync()
    {
        var options = new ConnectOptions { EndPoint = Host.LocalEndPoint, Check = _ => null };
        return await TestPeer.OpenAsync((InMemoryConnection)await Network.ConnectAsync(options, CancellationToken.None));
    }

    public async Task<TestPeer> JoinAsync(string room, string name)
    {
        TestPeer peer = await ConnectAsync();
        await peer.HelloAsync();
        await peer.JoinAsync(room, name);
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        Task stopping = Host.StopAsync();
        await Task.WhenAny(stopping, Time.UntilTimerAsync(TimeSpan.FromSeconds(1)));
        Time.Advance(TimeSpan.FromSeconds(1));
        await stopping.WaitAsync(TestPeer.Patience);
    }
}
