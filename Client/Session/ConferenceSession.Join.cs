using System.Net;
using Mcu.Common;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;

namespace Mcu.Client.Session;

// From nothing to being in the room.
internal sealed partial class ConferenceSession
{
    private static readonly string s_software = $"mcu-client/{ProgramVersion.Number}";

    // OnDatagram: set before the server hears of us, so that not even the first voice is missed.
    // Throws SessionException (refused), TransportException (not reached, not trusted, lost), OperationCanceledException.
    public static async Task<ConferenceSession> JoinAsync(
        ITransport transport, SessionOptions options, DatagramHandler onDatagram, CancellationToken cancellationToken)
    {
        ITransportConnection connection = await ConnectAsync(transport, options, cancellationToken).ConfigureAwait(false);
        try
        {
            connection.SetDatagramHandler(onDatagram);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(ProtocolLimits.JoinTimeout);
            return await JoinAsync(connection, options, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await CloseAsync(connection, e).ConfigureAwait(false);
            switch (e)
            {
                case ProtocolException:
                    throw new SessionException($"The server does not keep to the protocol: {e.Message}", e) { IsFinal = true };
                case OperationCanceledException when !cancellationToken.IsCancellationRequested:
                    throw new SessionException(
                        $"The server did not let us in within {ProtocolLimits.JoinTimeout.TotalSeconds} s.", e);
                case TransportException { End: { By: EndedBy.Peer } end }:
                    throw new SessionException($"The server closed the connection: {SessionText.Of(end.Code, end.Reason)}.", e)
                    {
                        IsFinal = !((CloseCode)end.Code).MayReconnect(),
                        IsKick = end.Code == (ulong)CloseCode.Kicked,
                    };
                default:
                    throw;
            }
        }
    }

    private static async Task<ITransportConnection> ConnectAsync(
        ITransport transport, SessionOptions options, CancellationToken cancellationToken)
    {
        TransportException? last = null;
        foreach (IPEndPoint endPoint in options.EndPoints)
        {
            try
            {
                ITransportConnection connection = await transport.ConnectAsync(
                    new ConnectOptions
                    {
                        EndPoint = endPoint,
                        ServerName = options.ServerName,
                        Check = options.Check,
                        Certificate = options.Certificate,
                        KeepAlive = options.KeepAlive,
                    },
                    cancellationToken).ConfigureAwait(false);
                options.Connected?.Invoke();
                return connection;
            }
            catch (TransportException e) when (e.Error is not (TransportError.NotTrusted or TransportError.LibraryMissing))
            {
                // The next address may be the one that is reachable from here; the last one's sentence is told.
                last = e;
            }
        }

        throw last ?? new TransportException(TransportError.Unreachable, "The server's name has no address.");
    }

    private static async Task<ConferenceSession> JoinAsync(
        ITransportConnection connection, SessionOptions options, CancellationToken cancellationToken)
    {
        if (connection.MaxDatagramSize < VoiceHeader.MinDatagramBytes)
        {
            throw new SessionException(
                $"The server takes datagrams of {connection.MaxDatagramSize} bytes at most; "
                + $"voice needs {VoiceHeader.MinDatagramBytes} or more.")
            {
                IsFinal = true,
            };
        }

        Stream stream = await connection.GetControlStreamAsync(cancellationToken).ConfigureAwait(false);
        var control = new ControlChannel(stream);
        uint requestId = 1;
        var hello = new Hello(requestId, ProtocolVersion.Min, ProtocolVersion.Max, s_software);
        Welcome welcome = await AskAsync<Welcome>(control, hello, cancellationToken).ConfigureAwait(false);
        if (welcome.Version is < ProtocolVersion.Min or > ProtocolVersion.Max)
        {
            throw new ProtocolException(
                CloseCode.IncompatibleVersion,
                $"The server chose version {welcome.Version}; {ProtocolVersion.Min} to {ProtocolVersion.Max} were offered.");
        }

        var join = new Join(++requestId, options.Room, options.Name);
        Joined joined = await AskAsync<Joined>(control, join, cancellationToken).ConfigureAwait(false);
        List<RosterEntry> present = await ReadRosterAsync(control, joined, cancellationToken).ConfigureAwait(false);
        var roster = new Roster(joined.ParticipantId, joined.HostId, present);
        return roster.Self is null ? throw new ProtocolException(CloseCode.ProtocolViolation, "The roster leaves us out.")
            : roster.Present.Count != present.Count
                ? throw new ProtocolException(CloseCode.ProtocolViolation, "The roster holds somebody twice.")
            : new ConferenceSession(connection, control, welcome, joined.Room, roster, requestId);
    }

    // A long roster comes in parts, before anything else.
    private static async Task<List<RosterEntry>> ReadRosterAsync(
        ControlChannel control, Joined joined, CancellationToken cancellationToken)
    {
        List<RosterEntry> present = [.. joined.Roster];
        for (bool more = joined.More; more;)
        {
            if (await control.ReadAsync(cancellationToken).ConfigureAwait(false) is not RosterPart part
                || present.Count + part.Roster.Count > ProtocolLimits.MaxRoomSize)
            {
                throw new ProtocolException(CloseCode.ProtocolViolation, "The roster broke off, or holds too many people.");
            }

            present.AddRange(part.Roster);
            more = part.More;
        }

        return present;
    }

    // Sends a request and waits for its answer. Before one is in a room nothing else can come.
    private static async Task<TAnswer> AskAsync<TAnswer>(
        ControlChannel control, ControlRequest request, CancellationToken cancellationToken)
        where TAnswer : ControlAnswer
    {
        await control.SendAsync(request, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            switch (await control.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                case Error error when error.RequestId == request.RequestId:
                    throw new SessionException($"The server refused: {SessionText.Clean(error.Sentence)}")
                    {
                        IsFinal = Refusals.IsFinal(error.Code),
                        IsKick = error.Code == ErrorCode.Kicked,
                    };
                case TAnswer answer when answer.RequestId == request.RequestId:
                    return answer;
                case ServerShuttingDown goodbye:
                    throw new SessionException(SessionText.Goodbye(SessionText.Clean(goodbye.Reason)));
                case UnknownMessage:
                    break;
                case null:
                    throw new SessionException("The server ended the conversation before it let us in.");
                case var other:
                    throw new ProtocolException(
                        CloseCode.ProtocolViolation, $"{other.Type} came where the answer to {request.Type} was due.");
            }
        }
    }

    private static async Task CloseAsync(ITransportConnection connection, Exception why)
    {
        CloseCode code = why is ProtocolException violation ? violation.Code : CloseCode.Normal;
        await connection.CloseAsync((ulong)code, why is ProtocolException ? why.Message : "").ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
