using System.Net;
using System.Net.Quic;
using System.Net.Sockets;
using System.Security.Authentication;
using Mcu.Common.Transport;
using Mcu.Common.Transport.MsQuic;
using Mcu.Common.Transport.MsQuic.Interop;
using Xunit;

namespace Mcu.Common.Tests.Transport.MsQuic;

public sealed class ConnectionEndsTests
{
    public static TheoryData<int, ulong, EndedBy, ulong, TransportError> Statuses => new()
    {
        { QuicStatus.ConnectionIdle, 1, EndedBy.IdleTimeout, 0, TransportError.Unreachable },
        { QuicStatus.ConnectionTimeout, 1, EndedBy.IdleTimeout, 0, TransportError.Unreachable },
        { QuicStatus.Unreachable, 1, EndedBy.Error, 0, TransportError.Unreachable },
        { QuicStatus.Aborted, 1, EndedBy.StatelessReset, 0, TransportError.ConnectionEnded },
        { QuicStatus.VersionNegotiation, 1, EndedBy.Error, 0, TransportError.Incompatible },
        { QuicStatus.ConnectionRefused, 0x02, EndedBy.Error, 0x02, TransportError.ConnectionEnded },
        { 71, 0x08, EndedBy.Error, 0x08, TransportError.Incompatible },
        { 200_000_376, 0x178, EndedBy.Error, 0x178, TransportError.Incompatible },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void StatusSaysWhoEndedIt(int status, ulong code, EndedBy by, ulong ended, TransportError error)
    {
        (ConnectionEnd end, TransportError kind) = ConnectionEnds.ByTransport(status, code, "");
        Assert.Equal((by, ended, error), (end.By, end.Code, kind));
        Assert.NotEmpty(end.Reason);
    }

    [Fact]
    public void PeersWordsComeBeforeOurs() =>
        Assert.Equal("the server is full", ConnectionEnds.ByTransport(QuicStatus.ConnectionRefused, 2, "the server is full").End.Reason);

    public static TheoryData<Exception, TransportError, EndedBy> Failures => new()
    {
        { new QuicException(QuicError.ConnectionTimeout, null, ""), TransportError.Unreachable, EndedBy.IdleTimeout },
        { new QuicException(QuicError.ConnectionIdle, null, ""), TransportError.Unreachable, EndedBy.IdleTimeout },
        { new QuicException(QuicError.ConnectionRefused, null, ""), TransportError.ConnectionEnded, EndedBy.Error },
        { new QuicException(QuicError.VersionNegotiationError, null, ""), TransportError.Incompatible, EndedBy.Error },
        { new QuicException(QuicError.ConnectionAborted, 7, ""), TransportError.ConnectionEnded, EndedBy.Peer },
        { new QuicException(QuicError.InternalError, null, "odd"), TransportError.Incompatible, EndedBy.Error },
        { new SocketException((int)SocketError.HostUnreachable), TransportError.Unreachable, EndedBy.Error },
        { new AuthenticationException("no"), TransportError.Incompatible, EndedBy.Error },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void FailureToConnectSaysWhy(Exception failure, TransportError error, EndedBy by)
    {
        (ConnectionEnd end, TransportError kind) = ConnectionEnds.OfFailure(failure);
        Assert.Equal((error, by), (kind, end.By));
    }

    [Fact]
    public void FailureIsOneSentence()
    {
        IPEndPoint remote = new(IPAddress.Loopback, 7);
        ConnectionEnd end = new(EndedBy.Peer, 3, "enough.");
        TransportException failure = ConnectionEnds.Failure(remote, end, TransportError.ConnectionEnded);
        Assert.Equal("The connection to 127.0.0.1:7 ended: enough.", failure.Message);
        Assert.Same(end, failure.End);
        Assert.Equal("Not you.", ConnectionEnds.Failure(remote, end with { Reason = "Not you." }, TransportError.NotTrusted).Message);
    }
}
