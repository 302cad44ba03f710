using System.Net;
using Mcu.Benchmarks.Load;
using Mcu.Common.Transport;

namespace Mcu.Benchmarks.Cycles;

// A room with somebody who stays, and answers every packet with one, and others who come and go, one after the other. Each has a
// connection of its own, which ends with all that belongs to it. One cycle at a time.
internal sealed class Lane : IAsyncDisposable
{
    private const int FrameMs = 20;

    private readonly int _number;
    private readonly ITransport _transport;
    private readonly SpeechPackets _speech;
    private readonly Func<IPEndPoint, ConnectOptions> _options;
    private readonly IPEndPoint _server;
    private readonly LoadClient _resident;
    private long _answers;

    private Lane(
        int number, ITransport transport, IPEndPoint server, Func<IPEndPoint, ConnectOptions> options, SpeechPackets speech,
        LoadClient resident)
    {
        (_number, _transport, _server, _options, _speech, _resident) = (number, transport, server, options, speech, resident);
        var talker = new Talker(resident.Seat, resident.Connection, speech);
        resident.Connection.SetDatagramHandler((_, _) => talker.Send(_answers++));
    }

    // The one who stays comes. Options: how to connect to an address. Throws LoadException, TransportException.
    public static async Task<Lane> OpenAsync(
        int number, ITransport transport, IPEndPoint server, Func<IPEndPoint, ConnectOptions> options, SpeechPackets speech,
        ControlDrain drain, CancellationToken cancellationToken)
    {
        ITransportConnection connection = await transport.ConnectAsync(options(server), cancellationToken);
        try
        {
            var resident = await LoadClient.JoinAsync(SeatOf(number, 0), connection, cancellationToken);
            drain.Add(resident.Control);
            return new Lane(number, transport, server, options, speech, resident);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // Somebody comes, talks until the answers are heard, and leaves, or is gone without a word. Throws LoadException,
    // TransportException, OperationCanceledException.
    public async Task CycleAsync(int cycle, bool isDropped, CancellationToken cancellationToken)
    {
        using CutRelay? relay = isDropped ? new CutRelay(_server) : null;
        await using ITransportConnection connection =
            await _transport.ConnectAsync(_options(relay?.EndPoint ?? _server), cancellationToken);
        LoadClient visitor = await LoadClient.JoinAsync(SeatOf(_number, cycle + 1), connection, cancellationToken);
        await TalkAsync(visitor, cancellationToken);
        if (relay is null)
        {
            await visitor.LeaveAsync(cancellationToken);
        }
        else
        {
            relay.Dispose();
        }
    }

    public ValueTask DisposeAsync() => _resident.Connection.DisposeAsync();

    private async Task TalkAsync(LoadClient visitor, CancellationToken cancellationToken)
    {
        var talker = new Talker(visitor.Seat, visitor.Connection, _speech);
        using var frames = new PeriodicTimer(TimeSpan.FromMilliseconds(FrameMs));
        for (long frame = 0; visitor.Heard.Read().Received < CyclesLimits.PacketsHeard; frame++)
        {
            if (!talker.Send(frame) && visitor.Connection.Ended is { IsCompleted: true } ended)
            {
                throw new LoadException($"The connection ended while somebody talked: {await ended}");
            }

            await frames.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static Seat SeatOf(int lane, int index) => new(index, $"lane-{lane}", SeatRole.Talker);
}
