using System.Buffers;
using System.Net;
using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;

namespace Mcu.Benchmarks.Flood;

// Someone in a room who sends commands as fast as the server takes them, and reads every answer.
internal sealed class CommandFlood : IAsyncDisposable
{
    private readonly ITransportConnection _connection;
    private readonly Stream _stream;
    private readonly ControlChannel _control;
    private uint _lastId;

    private CommandFlood(ITransportConnection connection, Stream stream)
    {
        _connection = connection;
        _stream = stream;
        _control = new ControlChannel(stream);
    }

    public int CarriedOut { get; private set; }

    public int RateLimited { get; private set; }

    public static async Task<CommandFlood> JoinAsync(ITransport transport, IPEndPoint server, string room)
    {
        ITransportConnection connection = await transport.ConnectAsync(
            new ConnectOptions { EndPoint = server, Check = _ => null }, CancellationToken.None);
        var flood = new CommandFlood(connection, await connection.GetControlStreamAsync(CancellationToken.None));
        await flood.SendAsync(new Hello(++flood._lastId, ProtocolVersion.Min, ProtocolVersion.Max, "flood/1"));
        await flood.ReadUntilAsync<Welcome>();
        await flood.SendAsync(new Join(++flood._lastId, room, "Flood"));
        await flood.ReadUntilAsync<Joined>();
        return flood;
    }

    // Each command once, in batches of a packet; returns when each has its answer.
    public async Task RunAsync(int commands)
    {
        Task answered = CountAnswersAsync(commands);
        var batch = new ArrayBufferWriter<byte>();
        for (int i = 0; i < commands; i++)
        {
            batch.Write(ControlCodec.EncodeFrame(new Mute(++_lastId, i % 2 == 0)));
            if (batch.WrittenCount >= 1_000 || i == commands - 1)
            {
                await _stream.WriteAsync(batch.WrittenMemory);
                batch.ResetWrittenCount();
            }
        }

        await answered;
    }

    // What is always allowed.
    public async Task<ControlAnswer> LeaveAsync()
    {
        await SendAsync(new Leave(++_lastId));
        return await ReadUntilAsync<ControlAnswer>();
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private Task SendAsync(ControlMessage message) => _control.SendAsync(message, CancellationToken.None);

    private async Task CountAnswersAsync(int commands)
    {
        for (int i = 0; i < commands; i++)
        {
            switch (await ReadUntilAsync<ControlAnswer>())
            {
                case Ok:
                    CarriedOut++;
                    break;
                case Error { Code: ErrorCode.RateLimited }:
                    RateLimited++;
                    break;
            }
        }
    }

    private async Task<T> ReadUntilAsync<T>()
        where T : ControlMessage
    {
        while (await _control.ReadAsync(CancellationToken.None) is { } message)
        {
            if (message is T wanted)
            {
                return wanted;
            }
        }

        throw new EndOfStreamException("The server ended the control stream.");
    }
}
