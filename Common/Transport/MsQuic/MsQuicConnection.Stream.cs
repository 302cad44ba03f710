using System.Net.Quic;

namespace Mcu.Common.Transport.MsQuic;

// The control stream: the one bidirectional stream of a connection, opened by the client.
internal sealed partial class MsQuicConnection
{
    private ControlStream? _control;

    /// <inheritdoc/>
    public async ValueTask<Stream> GetControlStreamAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _control) is { } known)
        {
            return known;
        }

        QuicStream stream;
        try
        {
            stream = _listener is null
                ? await _quic!.OpenOutboundStreamAsync(QuicStreamType.Bidirectional, cancellationToken).ConfigureAwait(false)
                : await _quic!.AcceptInboundStreamAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is QuicException or ObjectDisposedException)
        {
            throw await StreamFailureAsync(failure).ConfigureAwait(false);
        }

        ControlStream control = new(this, stream);
        Volatile.Write(ref _control, control);
        if (IsEnded)
        {
            // It may have ended without having seen this stream, which would keep it from being closed.
            await control.ReleaseAsync().ConfigureAwait(false);
        }

        return control;
    }

    /// <summary>What System.Net.Quic's exception for a stream means: the connection ended, or the peer gave the stream up.</summary>
    internal async ValueTask<TransportException> StreamFailureAsync(Exception failure)
    {
        if (IsEnded)
        {
            await Ended.ConfigureAwait(false);
            return Failure!;
        }

        return new TransportException(TransportError.ConnectionEnded, "The peer closed the control stream.", failure);
    }
}
