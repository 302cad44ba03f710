using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Server.Admission;
using Mcu.Server.Hosting;
using Mcu.Server.Tests.Admission;
using Mcu.Testing;
using Mcu.Testing.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mcu.Server.Tests.Signaling;

// A whole server on a network in memory, with a clock that the test moves. A test says only how it differs from the default.
// Clients may ask as fast as they like, unless a test is about just that.
internal sealed class SignalingFixture : IAsyncDisposable
{
    public const int SignalRate = 10;

    public SignalingFixture(
        int maxRoomSize = 64, int controlWindow = TransportDefaults.ControlWindow, int signalBurst = int.MaxValue)
        : this(new ServerOptions { MaxRoomSize = maxRoomSize }, controlWindow, signalBurst)
    {
    }

    public SignalingFixture(
        ServerOptions options, int controlWindow = TransportDefaults.ControlWindow, int signalBurst = int.MaxValue)
    {
        Network = new InMemoryTransport { ControlWindow = controlWindow, Clock = () => Now };
        Host = new ServerHost(
            Network,
            options with
            {
                Bind = new IPEndPoint(IPAddress.Loopback, 0),
                EphemeralCertificate = true,
                ConnectBurstPerAddress = ServerLimits.MaxBurst,
                MaxConnectionsPerAddress = ServerLimits.MaxConnections,
            },
            NullLoggerFactory.Instance,
            Time,
            () => new SignalLimiter(SignalRate, signalBurst, new ManualBucket(SignalRate, signalBurst, () => Now)));
    }

    public InMemoryTransport Network { get; }

    public ManualTime Time { get; } = new();

    public ServerHost Host { get; }

    private long Now => Time.GetElapsedTime(0).Ticks * TimeSpan.NanosecondsPerTick;

    // As somebody with an identity, where one is given.
    public async Task<TestPeer> ConnectAsync(X509Certificate2? identity = null)
    {
        var options = new ConnectOptions { EndPoint = Host.LocalEndPoint, Check = _ => null, Certificate = identity };
        return await TestPeer.OpenAsync((InMemoryConnection)await Network.ConnectAsync(options, CancellationToken.None));
    }

    public async Task<TestPeer> GreetAsync(X509Certificate2? identity = null)
    {
        TestPeer peer = await ConnectAsync(identity);
        await peer.HelloAsync();
        return peer;
    }

    public async Task<TestPeer> JoinAsync(string room, string name, X509Certificate2? identity = null)
    {
        TestPeer peer = await GreetAsync(identity);
        await peer.JoinAsync(room, name);
        return peer;
    }

    // So many in one room, who all know of each other; the first is host.
    public async Task<TestPeer[]> GatherAsync(params string[] names)
    {
        var peers = new TestPeer[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            peers[i] = await JoinAsync("lobby", names[i]);
            for (int j = 0; j < i; j++)
            {
                await peers[j].ReadAsync<ParticipantJoined>();
            }
        }

        return peers;
    }

    public async ValueTask DisposeAsync()
    {
        Task stopping = Host.StopAsync();
        await Task.WhenAny(stopping, Time.UntilTimerAsync(TimeSpan.FromSeconds(1)));
        Time.Advance(TimeSpan.FromSeconds(1));
        await stopping.WaitAsync(TestPeer.Patience);
    }
}
