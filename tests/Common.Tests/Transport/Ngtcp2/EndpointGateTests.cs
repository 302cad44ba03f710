using System.Net;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>Who is asked about newcomers and how often, what floods may take up, and that the gate hears of every end, in virtual time.</summary>
public sealed class EndpointGateTests
{
    private static readonly IPEndPoint s_stranger = new(IPAddress.Parse("203.0.113.5"), 999);

    [Fact]
    public void RefusedNewcomerHearsTheGatesSentence()
    {
        CountingGate gate = new(admits: 0);
        using VirtualNetwork network = new(listen: options => options with { Gate = gate });
        Ngtcp2Connection client = network.Connect();
        Assert.True(network.Drive(1, () => client.Handshake.IsFaulted));
        TransportException failure = Assert.IsType<TransportException>(client.Handshake.Exception!.InnerException);
        Assert.Contains(CountingGate.Sentence, failure.Message, StringComparison.Ordinal);
        Assert.Equal((EndedBy.Error, 0x02UL), (failure.End!.By, failure.End.Code));
        Assert.Equal((1, 0), (gate.Asked, network.Server.ConnectionCount));
        Assert.Equal(1, network.Server.Count.Refused);
    }

    [Theory]
    [InlineData(TransportDefaults.RetryThreshold)]
    [InlineData(0)]
    public void OneAttemptIsAskedForOnceHoweverOftenItsPacketsCome(int retryThreshold)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            CountingGate gate = new();
            using VirtualNetwork network = new(seed, options => options with { Gate = gate, RetryThreshold = retryThreshold })
            {
                Way = new WayRules { Duplication = 0.9, JitterMs = 200, Loss = 0.2, Burst = 2 },
            };
            network.ConnectBoth();
            network.Drive(2);
            Assert.Equal(1, gate.Asked);
            Assert.Equal(1, network.Server.ConnectionCount);
        }
    }

    [Fact]
    public void NobodyIsAskedWhereThereIsNoRoom()
    {
        CountingGate gate = new();
        using VirtualNetwork network = new(listen: options => options with { Gate = gate, MaxConnections = 0 });
        Ngtcp2Connection client = network.Connect();
        Assert.True(network.Drive(1, () => client.Handshake.IsFaulted));
        Assert.Equal(0, gate.Asked);
    }

    public static TheoryData<string> Ends =>
        ["client closes", "server closes", "client vanishes", "client distrusts", "vanishes in the handshake", "no datagrams", "disposed"];

    [Theory]
    [MemberData(nameof(Ends))]
    public void EveryAdmittedOneIsReleasedOnceHoweverItEnds(string end)
    {
        CountingGate gate = new();
        VirtualNetwork network = new(listen: options => options with { Gate = gate }, clientDatagramFrame: end == "no datagrams" ? 0 : 1200);
        switch (end)
        {
            case "client distrusts":
                network.Connect(options => options with { Check = _ => "not the one I know" });
                break;
            case "vanishes in the handshake":
                network.Connect();
                network.Drive(0.015);
                network.Way = new WayRules { Loss = 1 };
                break;
            case "no datagrams":
                network.Connect();
                break;
            default:
                (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
                Assert.Equal(1, gate.Inside);
                network.Way = new WayRules { Loss = end == "client vanishes" ? 1 : 0 };
                (end == "client closes" ? client : end == "server closes" ? server : null)?.RequestClose(0, "bye");
                break;
        }

        network.Drive(end == "disposed" ? 0 : 120);
        Assert.Equal((1, end == "disposed" ? 1 : 0), (gate.Admitted, gate.Inside));
        network.Dispose();
        Assert.Equal(0, gate.Inside);
    }

    [Fact]
    public void RefusalsAreAnsweredSoManyTimesASecond()
    {
        using VirtualNetwork network = new(listen: options => options with { MaxConnections = 0 });
        CapturedPackets answers = new();
        foreach (byte[] offer in Offers(network, 1_000))
        {
            network.Inject(offer, s_stranger, answers);
        }

        Assert.Equal(100, answers.Packets.Count);
        Assert.Equal((100, 900), (network.Server.Count.Refused, network.Server.Count.Dropped));
        network.Drive(1);
        network.Inject(Offers(network, 1)[0], s_stranger, answers);
        Assert.Equal(101, answers.Packets.Count);
    }

    [Fact]
    public void ForgedSourcesTakeUpNoMoreThanTheThresholdAndKeepNobodyOut()
    {
        CountingGate gate = new();
        using VirtualNetwork network = new(listen: options => options with { Gate = gate });
        CapturedPackets answers = new();
        int source = 0;
        foreach (byte[] offer in Offers(network, 2_000))
        {
            network.Inject(offer, new IPEndPoint(new IPAddress([203, 0, (byte)(source >> 8), (byte)source]), 1 + source++), answers);
        }

        Assert.Equal(TransportDefaults.RetryThreshold, network.Group.Handshaking);
        Assert.Equal(TransportDefaults.RetryThreshold, network.Server.ConnectionCount);
        Assert.Equal(TransportDefaults.RetryThreshold, gate.Asked);
        Assert.Equal(2_000 - TransportDefaults.RetryThreshold, network.Server.Count.Retries);
        Assert.All(answers.Packets, packet => Assert.InRange(packet.Length, 1, 1_200));
        network.ConnectBoth();
        network.Drive(60);
        Assert.Equal((1, 1), (gate.Inside, network.Server.ConnectionCount));
    }

    [Fact]
    public void NewcomersProveTheirAddressForAWhileAfterAForgerMayHaveBeenRefused()
    {
        CountingGate gate = new(admits: 0);
        using VirtualNetwork network = new(listen: options => options with { Gate = gate });
        network.Inject(Offers(network, 1)[0], s_stranger, new CapturedPackets());
        gate.Left = int.MaxValue;
        Assert.Equal(0, network.Server.Count.Retries);
        network.ConnectBoth();
        Assert.Equal((1, 2), (network.Server.Count.Retries, gate.Asked));
        network.Drive(11);
        network.ConnectBoth();
        Assert.Equal((1, 3), (network.Server.Count.Retries, gate.Asked));
    }

    [Fact]
    public void BeyondSoManyHandshakesNewcomersWaitAndGetInALittleLater()
    {
        const int Most = 4;
        CountingGate gate = new();
        using VirtualNetwork network = new(listen: options => options with { Gate = gate, MaxHalfOpen = Most, RetryThreshold = 100 });
        Ngtcp2Connection[] clients = [.. Enumerable.Range(0, 20).Select(_ => network.Connect())];
        Assert.True(network.Drive(30, () =>
        {
            Assert.InRange(network.Group.Handshaking, 0, Most);
            return Array.TrueForAll(clients, client => client.Handshake.IsCompletedSuccessfully);
        }));
        Assert.True(network.Server.Count.Dropped > 0);
        Assert.Equal(20, gate.Asked);
    }

    [Fact]
    public void FirstFlightInPiecesIsAskedForOnce()
    {
        CountingGate gate = new();
        using VirtualNetwork network = new(listen: options => options with { Gate = gate });
        CapturedPackets answers = new();
        byte[] source = [8, 7, 6, 5];
        network.Inject(ForgedInitial.Create([1, 2, 3, 4, 5, 6, 7, 8], source, [], cryptoOffset: 50), s_stranger, answers);
        network.Drive(1);
        Assert.Equal((1, 1, 0), (gate.Asked, gate.Inside, network.Server.ConnectionCount));

        (byte[] id, byte[] token) = ForgedInitial.ReadRetry(Assert.Single(answers.Packets));
        network.Inject(ForgedInitial.Create(id, source, token, cryptoOffset: 50), s_stranger, answers);
        Assert.Equal((1, 1, 1), (gate.Asked, gate.Inside, network.Server.ConnectionCount));
        network.Drive(60);
        Assert.Equal(0, gate.Inside);

        // Nor do the same bytes get in a minute later: the token is too old.
        network.Inject(ForgedInitial.Create(id, source, token, cryptoOffset: 50), s_stranger, answers);
        Assert.Equal((1, 0), (gate.Asked, gate.Inside));
    }

    [Fact]
    public void NobodyComesBackInPlaceOfSomebodyElse()
    {
        CountingGate gate = new();
        using VirtualNetwork network = new(listen: options => options with { Gate = gate });
        CapturedPackets answers = new();
        byte[] chosen = [1, 2, 3, 4, 5, 6, 7, 8];
        byte[] source = [8, 7, 6, 5];
        IPEndPoint forger = new(IPAddress.Parse("203.0.113.66"), 666);
        network.Inject(ForgedInitial.Create(chosen, source, [], cryptoOffset: 50), s_stranger, answers);
        network.Drive(1);
        network.Inject(ForgedInitial.Create(chosen, source, [], cryptoOffset: 50), forger, answers);
        network.Drive(1);
        (byte[] id, byte[] token) = ForgedInitial.ReadRetry(answers.Packets[^1]);
        network.Inject(ForgedInitial.Create(id, source, token, cryptoOffset: 50), forger, answers);
        Assert.Equal(2, gate.Asked);
        network.Drive(60);
        network.ConnectBoth();
        Assert.Equal(1, gate.Inside);
    }

    [Fact]
    public void TheGateIsToldOfEveryEndWhateverForgersSend()
    {
        Random random = new(7);
        CountingGate gate = new();
        using VirtualNetwork network = new(listen: options => options with { Gate = gate, RetryThreshold = 20, MaxHalfOpen = 40 });
        List<(byte[] Id, byte[] Token, IPEndPoint To)> retries = [];
        for (int i = 0; i < 3_000; i++)
        {
            gate.Left = random.Next(10) == 0 ? 0 : int.MaxValue;
            CapturedPackets answers = new();
            IPEndPoint from = new(new IPAddress([203, 0, 113, (byte)random.Next(4)]), 7);
            byte offset = (byte)(random.Next(2) * 50);
            bool comesBack = retries.Count > 0 && random.Next(2) == 0;
            (byte[] id, byte[] token, IPEndPoint to) = comesBack
                ? retries[random.Next(retries.Count)]
                : ([1, 2, 3, 4, 5, 6, 7, (byte)random.Next(4)], [], from);
            network.Inject(ForgedInitial.Create(id, [9], token, offset), random.Next(8) == 0 ? from : to, answers);
            retries.AddRange(answers.Packets.Where(IsRetry).Select(ForgedInitial.ReadRetry).Select(retry => (retry.Id, retry.Token, from)));
            network.Drive(random.NextDouble() * random.Next(2));
        }

        Assert.True(retries.Count > 100, $"Only {retries.Count} had to come back.");
        gate.Left = int.MaxValue;
        network.Drive(60);
        network.ConnectBoth();
        Assert.Equal((1, 1, 0), (gate.Inside, network.Server.ConnectionCount, network.Group.Handshaking));
    }

    [Fact]
    public void WhoeverIsSentAwayAndNeverComesBackIsReleased()
    {
        CountingGate gate = new();
        using VirtualNetwork network = new(listen: options => options with { Gate = gate });
        network.Inject(ForgedInitial.Create([1, 2, 3, 4, 5, 6, 7, 8], [9], [], cryptoOffset: 50), s_stranger, new CapturedPackets());
        network.Drive(11);
        network.ConnectBoth();
        Assert.Equal((2, 1), (gate.Asked, gate.Inside));
    }

    private static bool IsRetry(byte[] packet) => (packet[0] & 0xF0) == 0xF0;

    /// <summary>First packets of as many clients as wanted, none of which will be heard of again.</summary>
    private static List<byte[]> Offers(VirtualNetwork network, int count)
    {
        CapturedPackets sent = new();
        using Endpoint crowd = new(new EndpointGroup(listen: null), TlsCredentialsHandle.Create(null));
        NetworkPath path = new()
        {
            Local = NativeAddress.From(s_stranger),
            Remote = NativeAddress.From(VirtualNetwork.ServerAddress),
        };
        for (int i = 0; i < count; i++)
        {
            ConnectOptions options = new() { EndPoint = VirtualNetwork.ServerAddress, Check = _ => null };
            crowd.Connect(new Ngtcp2Connection(crowd), new ClientStart(path, options, Credentials: null), network.Now);
        }

        crowd.Flush(network.Now, sent);
        return sent.Packets;
    }

    private sealed class CapturedPackets : IPacketOutput
    {
        private readonly byte[] _buffer = new byte[Endpoint.PacketBuffer];

        internal List<byte[]> Packets { get; } = [];

        public Span<byte> GetBuffer() => _buffer;

        public void Commit(int length, in NetworkPath path) => Packets.Add(_buffer[..length]);
    }
}
