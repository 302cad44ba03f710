using System.Net;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Server.Hosting;
using Mcu.Testing;
using Mcu.Testing.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mcu.Server.Tests.Signaling;

public class ShutdownTests
{
    [Fact]
    public async Task Clients_are_told_and_the_server_waits_only_until_they_are_gone()
    {
        var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        TestPeer bob = await server.JoinAsync("lobby", "bob");
        await ann.ReadAsync<ParticipantJoined>();

        Task stopping = server.Host.StopAsync();
        await ann.ReadAsync<ServerShuttingDown>();
        await bob.ReadAsync<ServerShuttingDown>();
        Assert.False(stopping.IsCompleted);
        await ann.Connection.CloseAsync((ulong)CloseCode.Normal, "");
        await bob.Connection.CloseAsync((ulong)CloseCode.Normal, "");

        await stopping.WaitAsync(TestPeer.Patience);
        Assert.Equal(0, server.Host.SessionCount);
        Assert.Equal(0, server.Host.RoomCount);
    }

    [Fact]
    public async Task Who_does_not_go_is_cut_off_after_a_second()
    {
        var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");

        Task stopping = server.Host.StopAsync();
        await server.Time.UntilTimerAsync(TimeSpan.FromSeconds(1));
        Assert.False(ann.Connection.Ended.IsCompleted);
        server.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("The server is being stopped.", await ann.ClosedWithAsync(CloseCode.ServerShuttingDown));
        await stopping.WaitAsync(TestPeer.Patience);
    }

    [Fact]
    public async Task Nobody_joins_a_server_that_stops()
    {
        var server = new SignalingFixture();
        TestPeer ann = await server.ConnectAsync();
        await ann.HelloAsync();

        Task stopping = server.Host.StopAsync();
        await ann.ReadAsync<ServerShuttingDown>();
        await ann.SendAsync(new Join(3, "lobby", "ann"));

        Assert.Equal(ErrorCode.ServerShuttingDown, (await ann.ReadAsync<Error>()).Code);
        await ann.Connection.CloseAsync(0, "");
        await stopping.WaitAsync(TestPeer.Patience);
    }

    [Fact]
    public async Task A_listener_that_ends_by_itself_is_not_taken_for_a_stop()
    {
        var transport = new ListenerKeeper();
        await using var host = new ServerHost(
            transport,
            new ServerOptions { Bind = new IPEndPoint(IPAddress.Loopback, 0), EphemeralCertificate = true },
            NullLoggerFactory.Instance,
            new ManualTime());
        Assert.False(host.Serving.IsCompleted);

        await transport.Listener!.DisposeAsync();

        await Assert.ThrowsAsync<TransportException>(() => host.Serving.WaitAsync(TestPeer.Patience));
        await host.StopAsync().WaitAsync(TestPeer.Patience);
    }

    [Fact]
    public async Task Its_port_is_free_afterwards_and_taken_before()
    {
        var server = new SignalingFixture();
        var options = new ListenOptions { EndPoint = server.Host.LocalEndPoint, Certificate = null! };
        Assert.Equal(
            TransportError.AddressUnavailable, Assert.Throws<TransportException>(() => server.Network.Listen(options)).Error);

        await server.DisposeAsync();

        await using ITransportListener next = server.Network.Listen(options);
    }

    private sealed class ListenerKeeper : ITransport
    {
        private readonly InMemoryTransport _network = new();

        public ITransportListener? Listener { get; private set; }

        public string Name => _network.Name;

        public string Library => _network.Library;

        public ITransportListener Listen(ListenOptions options) => Listener = _network.Listen(options);

        public Task<ITransportConnection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken) =>
            _network.ConnectAsync(options, cancellationToken);
    }
}
