using System.Buffers;
using System.IO.Pipelines;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Server.Admission;
using Mcu.Server.Mixing;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// One client's connection, from its handshake to its end: reads the control stream, keeps the order of the conversation, and
// stands for the client in its room. Split by phase: .Hello, .Join, .Room with its .Moderation; .Limits is how fast a client may
// ask; .Voice is the datagrams.
// Thread: RunAsync is one flow; Deliver, Close and the datagram handler come from others.
internal sealed partial class ControlSession : IRoomMember
{
    private const string OurFailure = "The server failed; this was not your doing.";

    private readonly ITransportConnection _connection;
    private readonly SessionContext _context;
    private readonly ControlOutbox _outbox;
    private SessionPhase _phase = SessionPhase.AwaitingHello;
    private Membership? _membership;
    private int _closed;

    public ControlSession(ITransportConnection connection, SessionContext context)
    {
        _connection = connection;
        _context = context;
        _outbox = new ControlOutbox(
            SignalingLimits.OutboxFramesFor(context.Rooms.Capacity), SignalingLimits.OutboxBytesFor(context.Rooms.Capacity));
        _limiter = context.NewLimiter();
        _allowance = new VoiceAllowance(context.VoiceRate);
        Sink = new ConnectionSink(connection);
        Visitor = Visitors.Of(connection);
    }

    public Visitor Visitor { get; }

    public IPacketSink Sink { get; }

    // What its connection has seen; after its end too.
    public ConnectionStatistics Link => _connection.GetStatistics();

    // Serves the connection until it has ended, and then gives everything back. Never throws.
    public async Task RunAsync()
    {
        _connection.SetDatagramHandler(TakeDatagram);
        Task draining = Task.CompletedTask;
        using (_deadline = _context.Time.CreateTimer(
            _ => MissDeadline(), null, ProtocolLimits.JoinTimeout, Timeout.InfiniteTimeSpan))
        {
            try
            {
                Stream stream = await _connection.GetControlStreamAsync(CancellationToken.None);
                draining = DrainAsync(stream);
                await ReadFramesAsync(stream);
                Close(CloseCode.Normal, "");
            }
            catch (ProtocolException violation)
            {
                SignalingLog.Violation(_context.Log, _connection.RemoteEndPoint, violation.Message);
                Close(violation.Code, violation.Message);
            }
            catch (IOException)
            {
                // The connection ended, or the stream broke, which ends it.
                Close(CloseCode.ProtocolViolation, "The control stream broke off.");
            }
            catch (Exception failure)
            {
                SignalingLog.Failed(_context.Log, _connection.RemoteEndPoint, failure);
                Close(CloseCode.InternalError, OurFailure);
            }
        }

        _outbox.Complete();
        ConnectionEnd end = await _connection.Ended;
        LeaveRoom(Reason(end));
        await draining;
        await _connection.DisposeAsync();
        _limiter.Dispose();
        LogEnd(end);
    }

    private void LogEnd(ConnectionEnd end)
    {
        ConnectionStatistics seen = _connection.GetStatistics();
        SignalingLog.Ended(
            _context.Log,
            _connection.RemoteEndPoint,
            end.By,
            end.Code,
            end.Reason,
            seen.DatagramsReceived,
            seen.DatagramsSent,
            seen.DatagramsBlocked,
            seen.DatagramsLost);
    }

    // Sends a message; a client too slow to take it is closed.
    public void Deliver(byte[] frame)
    {
        if (!_outbox.TryEnqueue(frame) && Volatile.Read(ref _closed) == 0)
        {
            SignalingLog.SlowReader(_context.Log, _connection.RemoteEndPoint, _outbox.WaitingBytes);
            Close(CloseCode.SlowReader, $"Your client read its messages too slowly: {_outbox.WaitingBytes} bytes were waiting.");
        }
    }

    // The host put this client out of its room. The lobby has taken the place back already.
    public void PutOut(string reason)
    {
        Close(CloseCode.Kicked, reason);
        _voice = null;
    }

    // Closes the connection, the first time it is called. Returns at once; RunAsync does the rest.
    public void Close(CloseCode code, string reason)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            // Not on this thread: it may hold the lobby's lock, and what waits for the close must not run under it.
            _ = Task.Run(async () => await _connection.CloseAsync((ulong)code, reason));
        }
    }

    private async Task ReadFramesAsync(Stream stream)
    {
        PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true));
        while (Volatile.Read(ref _closed) == 0)
        {
            ReadResult read = await reader.ReadAsync();
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (Volatile.Read(ref _closed) == 0 && ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body))
            {
                Handle(ControlCodec.Decode(body));
                // Answers that are not read keep further requests waiting, with the client and not with us.
                await _outbox.WhenRoomyAsync();
            }

            if (read.IsCompleted)
            {
                ThrowIfCutOff(buffer.Length);
                return;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    // Each phase says what it takes; everything else is out of order.
    private void Handle(ControlMessage message)
    {
        if (IsTooFast(message))
        {
            return;
        }

        switch (_phase)
        {
            case SessionPhase.AwaitingHello:
                HandleBeforeHello(message);
                break;
            case SessionPhase.OutsideRoom:
                HandleOutsideRoom(message);
                break;
            case SessionPhase.InRoom:
                HandleInRoom(message);
                break;
        }
    }

    private async Task DrainAsync(Stream stream)
    {
        try
        {
            await _outbox.DrainAsync(stream);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection ended; reading tells why.
        }
        catch (Exception failure)
        {
            SignalingLog.Failed(_context.Log, _connection.RemoteEndPoint, failure);
            Close(CloseCode.InternalError, OurFailure);
        }
    }

    private void Send(ControlMessage message) => Deliver(ControlCodec.EncodeFrame(message));

    private void Answer(uint requestId, Refusal? refusal, string what)
    {
        Send(refusal is null ? new Ok(requestId) : ModerationText.Refuse(requestId, refusal, what));
    }

    private void Answer(uint requestId, ErrorCode code, string sentence) => Send(new Error(requestId, code, sentence));

    private static LeaveReason Reason(ConnectionEnd end) => end.By switch
    {
        EndedBy.Peer => LeaveReason.Left,
        EndedBy.Us when end.Code == (ulong)CloseCode.Normal => LeaveReason.Left,
        EndedBy.Us => LeaveReason.ClosedByServer,
        _ => LeaveReason.ConnectionLost,
    };

    private static void ThrowIfCutOff(long left)
    {
        if (left > 0)
        {
            throw new ProtocolException(
                CloseCode.ProtocolViolation, $"The control stream ended within a frame, {left} bytes into it.");
        }
    }
}
