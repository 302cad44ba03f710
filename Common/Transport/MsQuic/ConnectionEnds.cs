using System.Net.Quic;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// The one place where msquic's word for how a connection ended, or why it never began, becomes ours. Pure.
internal static class ConnectionEnds
{
    /// <summary>What the transport ended, on either side.</summary>
    /// <param name="status">msquic's.</param>
    /// <param name="code">The wire's (RFC 9000 §20.1).</param>
    /// <param name="phrase">The peer's, cleaned; empty where it sent none or it was not the peer.</param>
    internal static (ConnectionEnd End, TransportError Error) ByTransport(int status, ulong code, string phrase)
    {
        if (status == QuicStatus.ConnectionIdle || status == QuicStatus.ConnectionTimeout)
        {
            return (new ConnectionEnd(EndedBy.IdleTimeout, 0, "nothing was heard any more"), TransportError.Unreachable);
        }

        if (status == QuicStatus.Unreachable)
        {
            return (new ConnectionEnd(EndedBy.Error, 0, "nobody listens there"), TransportError.Unreachable);
        }

        if (status == QuicStatus.Aborted)
        {
            return (new ConnectionEnd(EndedBy.StatelessReset, 0, "the peer was restarted and knows us no more"), TransportError.ConnectionEnded);
        }

        if (status == QuicStatus.VersionNegotiation)
        {
            return (new ConnectionEnd(EndedBy.Error, 0, "the server does not speak version 1 of QUIC"), TransportError.Incompatible);
        }

        if (phrase.Length == 0)
        {
            phrase = code switch
            {
                LibMsQuic.QUIC_ERROR_CONNECTION_REFUSED => "the server refuses it: too many are connected, or too many come from this address",
                >= LibMsQuic.QUIC_ERROR_CRYPTO => $"the TLS handshake failed (alert {code - LibMsQuic.QUIC_ERROR_CRYPTO})",
                _ => $"transport error {code}",
            };
        }

        TransportError error = code == LibMsQuic.QUIC_ERROR_CONNECTION_REFUSED ? TransportError.ConnectionEnded : TransportError.Incompatible;
        return (new ConnectionEnd(EndedBy.Error, code, phrase), error);
    }

    /// <summary>Why System.Net.Quic could not connect; it leaves msquic's status in the exception's <c>HResult</c>.</summary>
    internal static (ConnectionEnd End, TransportError Error) OfFailure(Exception failure)
    {
        ulong code = failure is QuicException { TransportErrorCode: { } wire } ? (ulong)wire : 0;
        return failure switch
        {
            QuicException { QuicError: QuicError.ConnectionTimeout or QuicError.ConnectionIdle } =>
                (new ConnectionEnd(EndedBy.IdleTimeout, 0, "the handshake took too long"), TransportError.Unreachable),
            QuicException { QuicError: QuicError.ConnectionAborted, ApplicationErrorCode: { } application } =>
                (new ConnectionEnd(EndedBy.Peer, (ulong)application, ""), TransportError.ConnectionEnded),
            QuicException { QuicError: QuicError.ConnectionRefused } =>
                ByTransport(QuicStatus.ConnectionRefused, LibMsQuic.QUIC_ERROR_CONNECTION_REFUSED, ""),
            QuicException { QuicError: QuicError.VersionNegotiationError } => ByTransport(QuicStatus.VersionNegotiation, 0, ""),
            System.Net.Sockets.SocketException => ByTransport(QuicStatus.Unreachable, 0, ""),
            System.Security.Authentication.AuthenticationException when code == 0 =>
                (new ConnectionEnd(EndedBy.Error, LibMsQuic.QUIC_ERROR_CRYPTO, failure.Message), TransportError.Incompatible),
            _ => ByTransport(failure.HResult, code, code == 0 ? failure.Message : ""),
        };
    }

    /// <summary>What everyone who waits for the connection is told.</summary>
    internal static TransportException Failure(System.Net.IPEndPoint remote, ConnectionEnd end, TransportError error, Exception? inner = null)
    {
        string message = error == TransportError.NotTrusted ? end.Reason : $"The connection to {remote} ended: {end.Reason.TrimEnd('.')}.";
        return new TransportException(error, message, inner) { End = end, NativeCode = inner?.HResult ?? 0 };
    }
}
