using System.Buffers.Binary;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;

namespace Mcu.Server.Tests.Signaling;

public class ControlFuzzTests
{
    private const int Frames = 100_000;
    private const int FramesPerSession = 4;
    private const int SessionsAtOnce = 50;

    // Each session says hello and then what a client would, with bits flipped, bytes cut and bytes added, and finishes. Whatever
    // it was, the server ends that session with a code that says so, and the two who sit in a room meanwhile hear of none of it.
    [Fact]
    public async Task Mutated_frames_end_their_own_session_and_nobody_elses()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("a quiet room", "ann");
        TestPeer bob = await server.JoinAsync("a quiet room", "bob");
        await ann.ReadAsync<ParticipantJoined>();
        var random = new Random(20);
        var codes = new Dictionary<CloseCode, int>();
        for (int sent = 0; sent < Frames; sent += SessionsAtOnce * FramesPerSession)
        {
            var sessions = new TestPeer[SessionsAtOnce];
            for (int i = 0; i < sessions.Length; i++)
            {
                sessions[i] = await server.ConnectAsync();
                await sessions[i].SendRawAsync(Conversation(random));
                sessions[i].FinishSending();
            }

            foreach (TestPeer session in sessions)
            {
                ConnectionEnd end = await session.EndAsync();
                codes[(CloseCode)end.Code] = codes.GetValueOrDefault((CloseCode)end.Code) + 1;
            }
        }

        Assert.Equal(Frames / FramesPerSession, codes.Values.Sum());
        Assert.All(codes.Keys, code => Assert.Contains(
            code,
            new[] { CloseCode.Normal, CloseCode.ProtocolViolation, CloseCode.FrameTooLarge, CloseCode.IncompatibleVersion }));
        Assert.True(codes.Count >= 3, string.Join(", ", codes));
        await ann.IsServedAsync();
        await bob.IsServedAsync();
        Assert.Equal(1, server.Host.RoomCount);
    }

    // A hello that is mostly right, so that sessions come past it, and then nothing that is.
    private static byte[] Conversation(Random random)
    {
        byte[] hello = ControlCodec.EncodeFrame(new Hello(1, 1, (ushort)random.Next(1, 3), "fuzz/1"));
        var bytes = new List<byte>(random.Next(20) == 0 ? Mutate(random, hello) : hello);
        for (int i = 0; i < FramesPerSession; i++)
        {
            bytes.AddRange(Mutate(random, ControlCodec.EncodeFrame(Any(random))));
        }

        return [.. bytes];
    }

    // Of every size.
    private static ulong Id(Random random) => (ulong)random.NextInt64(1, 1L << random.Next(1, 63));

    private static ControlMessage Any(Random random) => random.Next(20) switch
    {
        < 7 => new Join(2, $"room {random.Next(5)}", "fuzz"),
        < 10 => new Leave(6),
        < 12 => new Mute(7, random.Next(2) == 0),
        < 14 => new Kick(8, Id(random), "no reason"),
        < 16 => new ForceMute(9, Id(random), random.Next(2) == 0),
        < 18 => new Block(10, Id(random), random.Next(2) == 0),
        18 => new Error(4, ErrorCode.Other, "no"),
        _ => new Hello(5, 1, 1, "fuzz/2"),
    };

    private static byte[] Mutate(Random random, byte[] frame)
    {
        byte[] mutant = [.. frame];
        switch (random.Next(4))
        {
            case 0:
                mutant[random.Next(mutant.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                mutant[4 + random.Next(mutant.Length - 4)] = (byte)random.Next(256);
                break;
            case 2:
                mutant = mutant[..random.Next(1, mutant.Length)];
                break;
            default:
                mutant = [.. mutant[..4], .. mutant[5..], (byte)random.Next(256)];
                break;
        }

        // Half of them with the length that is theirs, so that what comes after is read as frames.
        if (mutant.Length > 4 && random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(mutant, mutant.Length - 4);
        }

        return mutant;
    }
}
