using System.Runtime.InteropServices;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>What an endpoint does with newcomers, with the forgotten and with noise, in virtual time.</summary>
public sealed class EndpointTests
{
    [Fact]
    public void NewcomersProveTheirAddressUnderLoad()
    {
        using VirtualNetwork network = new(listen: options => options with { RetryThreshold = 0 });
        (Ngtcp2Connection client, _) = network.ConnectBoth();
        Assert.Equal(1, network.Server.Count.Retries);
        Assert.Equal(1, network.Server.Count.Accepted);
        Assert.False(client.Ended.IsCompleted);
        Assert.Equal(0, network.Group.Handshaking);
    }

    [Fact]
    public void RetryIsNotAskedForWithoutLoad()
    {
        using VirtualNetwork network = new();
        network.ConnectBoth();
        Assert.Equal(0, network.Server.Count.Retries);
    }

    [Fact]
    public void FullServerRefusesWithAReason()
    {
        using VirtualNetwork network = new(listen: options => options with { MaxConnections = 1 });
        network.ConnectBoth();
        Ngtcp2Connection second = network.Connect();
        Assert.True(network.Drive(10, () => second.Handshake.IsFaulted));
        Assert.Contains("the server is full", second.Handshake.Exception!.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal(1, network.Server.ConnectionCount);
    }

    [Fact]
    public async Task PeerWithoutDatagramsIsRefusedWithAReason()
    {
        using VirtualNetwork network = new(clientDatagramFrame: 0);
        Ngtcp2Connection client = network.Connect();
        Assert.True(network.Drive(10, () => client.Ended.IsCompleted));
        ConnectionEnd end = await client.Ended;
        Assert.Equal((EndedBy.Error, 0x08UL), (end.By, end.Code));
        Assert.Contains("datagrams (RFC 9221) are needed", end.Reason, StringComparison.Ordinal);
        Assert.Empty(network.Accepted);
    }

    [Fact]
    public async Task TlsAfterTheHandshakeEndsTheConnectionAndNothingElse()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        (_, Ngtcp2Connection other) = network.ConnectBoth();
        network.Drive(1);
        const int OneRtt = 2;
        Assert.Equal(0, SubmitCryptoData(client.NativeHandle, OneRtt, [24, 0, 0, 1, 0], 5));
        client.TrySendDatagram(new byte[100]);
        Assert.True(network.Drive(5, () => server.Ended.IsCompleted && client.Ended.IsCompleted));
        Assert.Equal("The peer sent TLS messages after the handshake.", (await server.Ended).Reason);
        Assert.False(other.Ended.IsCompleted);
    }

    [DllImport("libngtcp2.so.16", EntryPoint = "ngtcp2_conn_submit_crypto_data")]
    private static extern int SubmitCryptoData(nint conn, int level, byte[] data, nuint length);

    [Fact]
    public async Task RestartedServerTellsItsOldPeers()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, _) = network.ConnectBoth();
        network.Drive(1);
        network.RestartServer();
        client.TrySendDatagram(new byte[100]);
        Assert.True(network.Drive(5, () => client.Ended.IsCompleted));
        Assert.Equal(EndedBy.StatelessReset, (await client.Ended).By);
        Assert.Equal(1, network.Server.Count.StatelessResets);
        network.ConnectBoth();
    }

    [Fact]
    public async Task LostCloseIsSaidAgain()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        network.Drive(2);
        long cut = network.Now;
        network.Way = new WayRules { Blackhole = now => now == cut };
        server.RequestClose(42, "enough");
        network.Drive(0.015);
        Assert.False(client.Ended.IsCompleted);
        client.TrySendDatagram(new byte[100]);
        Assert.True(network.Drive(1, () => client.Ended.IsCompleted));
        Assert.Equal(new ConnectionEnd(EndedBy.Peer, 42, "enough"), await client.Ended);
    }

    [Fact]
    public void EndedConnectionsLeaveNothingBehind()
    {
        using VirtualNetwork network = new();
        for (int i = 0; i < 100; i++)
        {
            (Ngtcp2Connection client, _) = network.ConnectBoth();
            client.RequestClose(0, "");
            network.Drive(2);
        }

        Assert.Equal(0, network.Server.ConnectionCount);
        Assert.Equal(0, network.Client.ConnectionCount);
        Assert.Equal(long.MaxValue, network.Server.NextDeadline);
        Assert.Equal(0, network.Group.Handshaking);
    }

    [Fact]
    public void UnknownVersionIsToldWhichOneThereIs()
    {
        using VirtualNetwork network = new();
        byte[] offer = new byte[1200];
        byte[] header = [0xC0, 0x1A, 0x2A, 0x3A, 0x4A, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0];
        header.CopyTo(offer, 0);
        network.Inject(offer);
        Assert.Equal(1, network.Server.Count.PacketsIgnored);
        Assert.Equal(0, network.Server.ConnectionCount);
    }

    /// <summary>100,000 packets that are random, or begin like a real one, or are a real one with bytes changed.</summary>
    [Fact]
    public void NoiseDisturbsNobody()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        Random random = new(7);
        int heard = 0;
        server.SetDatagramHandler((_, _) => heard++);
        for (int i = 0; i < 100_000; i++)
        {
            network.Inject(Noise(random));
            if (i % 1_000 == 0)
            {
                client.TrySendDatagram(new byte[100]);
                network.Drive(0.02);
            }
        }

        network.Drive(1);
        Assert.Equal(100, heard);
        Assert.False(client.Ended.IsCompleted);
        Assert.False(server.Ended.IsCompleted);
        network.Drive(60);
        Assert.Equal(1, network.Server.ConnectionCount);
    }

    [Fact]
    public async Task ServerKeepsNoMoreUnreadThanItMust()
    {
        using VirtualNetwork network = new();
        (Ngtcp2Connection client, Ngtcp2Connection server) = network.ConnectBoth();
        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        await mine.WriteAsync(new byte[TransportDefaults.SendWindow]);
        network.Drive(5);
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None);
        byte[] buffer = new byte[TransportDefaults.ControlWindow];
        int first = await theirs.ReadAsync(buffer);
        Assert.Equal(TransportDefaults.RequestWindow, first);
        network.Drive(5);
        int second = await theirs.ReadAsync(buffer);
        Assert.Equal(TransportDefaults.SendWindow - first, second);
    }

    private static byte[] Noise(Random random)
    {
        byte[] packet = new byte[random.Next(4) == 0 ? 1200 : random.Next(0, 1300)];
        random.NextBytes(packet);
        if (packet.Length > 20)
        {
            switch (random.Next(4))
            {
                case 0:
                    // A long header of version 1 with ids of plausible lengths.
                    packet[0] |= 0xC0;
                    packet.AsSpan(1, 4).Clear();
                    packet[4] = 1;
                    packet[5] = (byte)random.Next(0, 22);
                    break;
                case 1:
                    // An Initial with an empty token that looks whole.
                    byte[] header = [0xC3, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, (byte)random.Next(256), 0, 0, 0x44, 0x90];
                    header.CopyTo(packet, 0);
                    break;
                case 2:
                    packet[0] = (byte)(0x40 | (packet[0] & 0x3F));
                    break;
            }
        }

        return packet;
    }
}
