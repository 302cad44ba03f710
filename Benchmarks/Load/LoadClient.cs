using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;

namespace Mcu.Benchmarks.Load;

// One participant: in its room, its control stream left to the drain, its voice counted.
internal sealed class LoadClient
{
    private readonly ControlChannel _channel;

    private LoadClient(Seat seat, ITransportConnection connection, Stream control)
    {
        (Seat, Connection, Control) = (seat, connection, control);
        _channel = new ControlChannel(control);
        connection.SetDatagramHandler(Heard.Receive);
    }

    public Seat Seat { get; }

    public ITransportConnection Connection { get; }

    // Bytes that nobody looks at any more.
    public Stream Control { get; }

    public StreamCount Heard { get; } = new();

    // Says hello and joins. Throws LoadException with the server's sentence where it does not let it in, TransportException.
    public static async Task<LoadClient> JoinAsync(
        Seat seat, ITransportConnection connection, CancellationToken cancellationToken)
    {
        Stream stream = await connection.GetControlStreamAsync(cancellationToken);
        var client = new LoadClient(seat, connection, stream);
        await AskAsync(client._channel, new Hello(1, ProtocolVersion.Min, ProtocolVersion.Max, "load/1"), cancellationToken);
        await AskAsync(client._channel, new Join(2, seat.Room, seat.Name), cancellationToken);
        return client;
    }

    // Says goodbye as people's clients do. Not where somebody else reads the control stream.
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await AskAsync(_channel, new Leave(3), cancellationToken);
        await Connection.CloseAsync((ulong)CloseCode.Normal, "");
    }

    // Makes rooms and leaves them again, so that they are there and empty.
    public static async Task VisitAsync(
        IEnumerable<string> rooms, ITransportConnection connection, Action visited, CancellationToken cancellationToken)
    {
        var control = new ControlChannel(await connection.GetControlStreamAsync(cancellationToken));
        uint id = 0;
        await AskAsync(control, new Hello(++id, ProtocolVersion.Min, ProtocolVersion.Max, "load/1"), cancellationToken);
        foreach (string room in rooms)
        {
            await AskAsync(control, new Join(++id, room, "load-visitor"), cancellationToken);
            await AskAsync(control, new Leave(++id), cancellationToken);
            visited();
        }
    }

    private static async Task AskAsync(ControlChannel control, ControlRequest request, CancellationToken cancellationToken)
    {
        await control.SendAsync(request, cancellationToken);
        ControlMessage? answer;
        do
        {
            answer = await control.ReadAsync(cancellationToken);
        }
        while (answer is not null and not ControlAnswer);

        if (answer is not ControlAnswer or Error)
        {
            throw new LoadException(answer is Error error ? error.Sentence : "The server ended the control stream.");
        }
    }
}
