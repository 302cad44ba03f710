using Mcu.Common.Transport;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.Common.Tests.Transport;

/// <summary>The control stream between every pair of backends: much of it, and what its ends do to those who use it.</summary>
public sealed class PairStreamTests
{
    private const int Piece = 64 * 1024;

    [PairFact]
    public async Task MegabytesGoBothWaysAtOnce(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        byte[] question = Bytes(seed: 1, 3_000_000);
        byte[] answer = Bytes(seed: 2, 3_000_000);
        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        Task asked = Task.Run(() => mine.WriteAsync(question).AsTask());
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None).AsTask().WaitAsync(Loopback.Patience);
        Task answered = Task.Run(() => theirs.WriteAsync(answer).AsTask());
        byte[][] got = await Task.WhenAll(Read(theirs, question.Length), Read(mine, answer.Length)).WaitAsync(Loopback.Patience);
        await Task.WhenAll(asked, answered);
        Assert.Equal(question, got[0]);
        Assert.Equal(answer, got[1]);
    }

    // Frames are written so: small, and each to be there at once.
    [PairFact]
    public async Task ThousandSmallWritesAreAnsweredOneByOne(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        (Stream mine, Stream theirs) = await Loopback.OpenStreams(client, server);
        for (int i = 0; i < 1_000; i++)
        {
            byte[] frame = Bytes(i, 1 + (i % 300));
            await mine.WriteAsync(frame);
            Assert.Equal(frame, await Read(theirs, frame.Length));
            await theirs.WriteAsync(frame);
            Assert.Equal(frame, await Read(mine, frame.Length));
        }
    }

    [PairFact]
    public async Task WriterWaitsForAReaderWhoTakesNothing(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        await mine.WriteAsync(new byte[1]);
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None).AsTask().WaitAsync(Loopback.Patience);
        byte[] much = Bytes(seed: 3, 64 * Piece);
        Task writing = Task.Run(() => Write(theirs, much));

        // What goes past it both ways and back would have taken the stream along, had there been room for it.
        for (int i = 0; i < 50; i++)
        {
            await Loopback.Exchange(server, client, [1]);
            await Loopback.Exchange(client, server, [1]);
        }

        Assert.False(writing.IsCompleted);
        Assert.Equal(much, await Read(mine, much.Length).WaitAsync(Loopback.Patience));
        await writing;
    }

    [PairFact]
    public async Task WhoWaitsForBytesHearsHowTheConnectionEnded(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        (Stream mine, Stream theirs) = await Loopback.OpenStreams(client, server);
        Task<byte[]> reading = Read(mine, 1);
        await server.CloseAsync(42, "enough");
        TransportException end = await Assert.ThrowsAsync<TransportException>(() => reading.WaitAsync(Loopback.Patience));
        Assert.Equal((EndedBy.Peer, 42UL), (end.End!.By, end.End.Code));
        end = await Assert.ThrowsAsync<TransportException>(() => mine.WriteAsync(new byte[1]).AsTask().WaitAsync(Loopback.Patience));
        Assert.Equal((EndedBy.Peer, 42UL), (end.End!.By, end.End.Code));
        end = await Assert.ThrowsAsync<TransportException>(() => Read(theirs, 1).WaitAsync(Loopback.Patience));
        Assert.Equal((EndedBy.Us, 42UL), (end.End!.By, end.End.Code));
    }

    [PairFact]
    public async Task WhoWaitsForRoomHearsHowTheConnectionEnded(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        Stream mine = await client.GetControlStreamAsync(CancellationToken.None);
        Task writing = Task.Run(() => Write(mine, new byte[64 * Piece]));
        Stream theirs = await server.GetControlStreamAsync(CancellationToken.None).AsTask().WaitAsync(Loopback.Patience);
        await Read(theirs, 1);
        await server.CloseAsync(7, "too much");
        TransportException end = await Assert.ThrowsAsync<TransportException>(() => writing.WaitAsync(Loopback.Patience));
        Assert.Equal((EndedBy.Peer, 7UL), (end.End!.By, end.End.Code));
    }

    // A server whose client never opens one must not wait for ever.
    [PairFact]
    public async Task WhoWaitsForTheStreamHearsHowTheConnectionEnded(BackendPair pair)
    {
        await using ITransportListener listener = pair.Listen();
        await using ITransportConnection client = await pair.Connect(listener);
        await using ITransportConnection server = await listener.Accept();
        Task<Stream> waiting = server.GetControlStreamAsync(CancellationToken.None).AsTask();
        await client.CloseAsync(9, "");
        TransportException end = await Assert.ThrowsAsync<TransportException>(() => waiting.WaitAsync(Loopback.Patience));
        Assert.Equal((EndedBy.Peer, 9UL), (end.End!.By, end.End.Code));
    }

    // As a queue of frames is written, each when the one before was taken: msquic takes a single write of any length whole.
    private static async Task Write(Stream stream, byte[] bytes)
    {
        for (int at = 0; at < bytes.Length; at += Piece)
        {
            await stream.WriteAsync(bytes.AsMemory(at, Piece));
        }
    }

    private static byte[] Bytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> Read(Stream stream, int count)
    {
        byte[] bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
