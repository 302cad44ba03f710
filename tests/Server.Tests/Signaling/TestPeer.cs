using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Testing.Transport;

namespace Mcu.Server.Tests.Signaling;

// A client that says exactly what a test wants it to say, right or wrong.
internal sealed class TestPeer
{
    // A test that waits longer than this has failed; none is meant to wait.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Stream _stream;
    private readonly PipeReader _reader;
    private uint _requestId;

    private TestPeer(InMemoryConnection connection, Stream stream)
    {
        Connection = connection;
        _stream = stream;
        _reader = PipeReader.Create(stream);
    }

    public InMemoryConnection Connection { get; }

    public Joined? Place { get; private set; }

    // Every message that was read, as it came.
    public List<byte[]> Heard { get; } = [];

    public ulong Id => Place!.ParticipantId;

    public static async Task<TestPeer> OpenAsync(InMemoryConnection connection) =>
        new(connection, await connection.GetControlStreamAsync(CancellationToken.None));

    public async Task<Welcome> HelloAsync()
    {
        await SendAsync(new Hello(++_requestId, 1, 1, "test/1"));
        return await ReadAsync<Welcome>();
    }

    public async Task<Joined> JoinAsync(string room, string name)
    {
        await SendAsync(new Join(++_requestId, room, name));
        Place = await ReadAsync<Joined>();
        return Place;
    }

    public Task SendAsync(ControlMessage message) => SendRawAsync(ControlCodec.EncodeFrame(message));

    public async Task SendRawAsync(byte[] bytes) => await _stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);

    public Task SendBodyAsync(params byte[] body)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        return SendRawAsync(frame);
    }

    // The end of what the client says; the connection stays.
    public void FinishSending() => _stream.Dispose();

    public async Task<T> ReadAsync<T>()
        where T : ControlMessage => Assert.IsType<T>(await ReadAsync());

    public async Task<ControlMessage> ReadAsync()
    {
        while (true)
        {
            ReadResult read = await _reader.ReadAsync().AsTask().WaitAsync(Patience);
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body))
            {
                Heard.Add(body.ToArray());
                ControlMessage message = ControlCodec.Decode(body);
                _reader.AdvanceTo(buffer.Start);
                return message;
            }

            Assert.False(read.IsCompleted, "the server ended the control stream");
            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    // The next message is a refusal with this id and code; answers its sentence.
    public async Task<string> RefusedAsync(uint requestId, ErrorCode code)
    {
        Error error = await ReadAsync<Error>();
        Assert.Equal((requestId, code), (error.RequestId, error.Code));
        return error.Sentence;
    }

    // Asks, and expects to be refused.
    public async Task<string> RefusedAsync(ControlRequest request, ErrorCode code)
    {
        await SendAsync(request);
        return await RefusedAsync(request.RequestId, code);
    }

    public async Task<ConnectionEnd> EndAsync() => await Connection.Ended.WaitAsync(Patience);

    // The connection was closed by the server with this code; answers the reason.
    public async Task<string> ClosedWithAsync(CloseCode code)
    {
        ConnectionEnd end = await EndAsync();
        Assert.Equal(EndedBy.Peer, end.By);
        Assert.Equal(code, (CloseCode)end.Code);
        return end.Reason;
    }

    // Shows that this client is still served: an unknown message is answered.
    public async Task IsServedAsync()
    {
        await SendBodyAsync(0x92, 0x3e, 0x07);
        Error answer = await ReadAsync<Error>();
        Assert.Equal((7u, ErrorCode.UnknownMessage), (answer.RequestId, answer.Code));
    }
}
