using System.Buffers.Binary;
using System.Net.Sockets;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.EndToEnd.Tests.Sound;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests;

// A stranger misbehaves in every way while two people talk; they must not notice.
public class BadInputTests
{
    [Fact]
    public async Task Strangers_who_misbehave_disturb_no_conversation()
    {
        using var folder = new TemporaryFolder();
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(
            server, "Ana", "--test-tone", "400", "--output", folder["ana.wav"]);
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--test-tone", "700");
        await ana.CameAsync("Ben");

        SendGarbage(server);
        await BreakFramingAsync(server);
        await BreakOrderAsync(server);
        await SendMalformedVoiceAsync(server, ana);

        // Still in the room, still heard, and the server still takes people.
        await using ClientProcess cleo = await ClientProcess.JoinAsync(server, "Cleo", "--duration", "1s");
        Assert.Equal(0, await cleo.ExitCodeAsync());
        ana.Interrupt();
        Assert.Equal(0, await ana.ExitCodeAsync());
        float[] heard = HeardWav.Read(folder["ana.wav"]);
        Assert.InRange(Goertzel.Amplitude(heard.AsSpan(^48_000..), 700), 0.1, 0.3);

        // A machine that stalls loses a packet by itself now and then; what strangers disturb loses them as long as they are at it.
        int received = ana.Report().GetProperty("packets_received").GetInt32();
        Assert.InRange(ana.Report().GetProperty("packets_lost").GetInt32(), 0, received / 100);
        Assert.DoesNotContain(ana.Output, line =>
            line.Contains("\"event\":\"left\"", StringComparison.Ordinal) && line.Contains("Ben", StringComparison.Ordinal));
    }

    // Bytes that are not QUIC, some of which nearly are.
    private static void SendGarbage(ServerProcess server)
    {
        var random = new Random(11);
        using var socket = new UdpClient();
        socket.Connect(server.EndPoint);
        for (int i = 0; i < 5_000; i++)
        {
            var bytes = new byte[random.Next(1, 1_400)];
            random.NextBytes(bytes);
            if (i % 3 == 0)
            {
                // A long header of version 1, the rest of which is noise.
                bytes[0] |= 0xC0;
                "\0\0\0\u0001"u8[..Math.Min(4, bytes.Length - 1)].CopyTo(bytes.AsSpan(1));
            }

            socket.Send(bytes);
        }
    }

    private static async Task BreakFramingAsync(ServerProcess server)
    {
        await CheckClosedAsync(server, CloseCode.FrameTooLarge, Frame(length: 65_537));
        await CheckClosedAsync(server, CloseCode.ProtocolViolation, Frame(length: 0));
        await CheckClosedAsync(server, CloseCode.ProtocolViolation, Frame(length: 4, 0xC1, 0xC1, 0xC1, 0xC1));
        await CheckClosedAsync(server, CloseCode.ProtocolViolation, Frame(length: 5, 0xDD, 0xFF, 0xFF, 0xFF, 0xFF));
    }

    private static async Task BreakOrderAsync(ServerProcess server)
    {
        await CheckClosedAsync(server, CloseCode.ProtocolViolation, ControlCodec.EncodeFrame(new Join(1, "lobby", "Too early")));
        byte[] future = ControlCodec.EncodeFrame(new Hello(1, 99, 100, "future/1"));
        await CheckClosedAsync(server, CloseCode.IncompatibleVersion, future);
    }

    // Somebody who joins in good order, then sends datagrams of noise: they are dropped, and the sender stays.
    private static async Task SendMalformedVoiceAsync(ServerProcess server, ClientProcess ana)
    {
        await using ITransportConnection connection = await ConnectAsync(server);
        Stream stream = await connection.GetControlStreamAsync(CancellationToken.None);
        await stream.WriteAsync(ControlCodec.EncodeFrame(new Hello(1, ProtocolVersion.Min, ProtocolVersion.Max, "test/1")));
        await stream.WriteAsync(ControlCodec.EncodeFrame(new Join(2, "lobby", "Noise")));
        await ana.CameAsync("Noise");
        var random = new Random(12);
        for (uint i = 0; i < 500; i++)
        {
            var datagram = new byte[random.Next(1, connection.MaxDatagramSize + 1)];
            random.NextBytes(datagram);
            if (i % 2 == 0 && datagram.Length > VoiceHeader.Size)
            {
                // A right header before a packet that is not Opus; the level says silence, so that nobody hears it.
                new VoiceHeader(false, true, 127, i, i * 960).WriteTo(datagram);
            }

            connection.TrySendDatagram(datagram);
        }

        Assert.False(connection.Ended.IsCompleted);
        await connection.CloseAsync((ulong)CloseCode.Normal, "");
        await ana.LeftAsync("Noise");
    }

    private static async Task CheckClosedAsync(ServerProcess server, CloseCode code, byte[] frame)
    {
        await using ITransportConnection connection = await ConnectAsync(server);
        Stream stream = await connection.GetControlStreamAsync(CancellationToken.None);
        await stream.WriteAsync(frame);
        ConnectionEnd end = await connection.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((EndedBy.Peer, code), (end.By, (CloseCode)end.Code));
        Assert.NotEmpty(end.Reason);
    }

    private static Task<ITransportConnection> ConnectAsync(ServerProcess server) => Ngtcp2Transport.Load().ConnectAsync(
        new ConnectOptions
        {
            EndPoint = server.EndPoint,
            Check = shown => shown.Fingerprint.Equals(server.Fingerprint) ? null : "Another certificate.",
        },
        CancellationToken.None);

    private static byte[] Frame(uint length, params byte[] body)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, length);
        body.CopyTo(frame, 4);
        return frame;
    }
}
