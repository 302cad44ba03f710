using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// The control stream: the one bidirectional stream of a connection, opened by the client.
internal sealed partial class Ngtcp2Connection
{
    private readonly ControlStream _control;
    private long _streamId = -1;

    /// <inheritdoc/>
    public async ValueTask<Stream> GetControlStreamAsync(CancellationToken cancellationToken)
    {
        if (_isServer)
        {
            await _control.Opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return _control;
    }

    /// <summary>Any thread: the control stream has bytes to send, or room for more.</summary>
    internal void StreamChanged() => _endpoint.Request(this);

    /// <summary>From native code.</summary>
    internal void HandleStreamOpen(long streamId)
    {
        _sawOther = true;
        _streamId = streamId;
        _control.SetOpened();
    }

    /// <summary>From native code.</summary>
    internal void HandleStreamData(ReadOnlySpan<byte> data, bool end)
    {
        _sawOther = true;
        _control.Received(data, end);
    }

    /// <summary>From native code.</summary>
    internal void HandleStreamDataAcknowledged(long upTo) => _control.Outgoing.Acknowledge(upTo);

    /// <summary>From native code: the peer gave the stream up, or both ends have finished with it.</summary>
    internal void HandleStreamBroken()
    {
        _sawOther = true;
        _control.Break(new TransportException(TransportError.ConnectionEnded, "The peer closed the control stream."));
    }

    private void ReturnStreamCredit()
    {
        long credit = _control.TakeCredit();
        if (credit > 0 && _streamId >= 0)
        {
            _handle!.ExtendWindow(_streamId, credit);
        }
    }

    private int WriteStream(Span<byte> buffer, ref NetworkPath path, long now)
    {
        if (_state == State.Open && _streamId < 0 && !_isServer && _handle!.TryOpenStream(out long opened))
        {
            _streamId = opened;
        }

        PinnedBytes data = default;
        bool end = false;
        bool hasData = _state == State.Open && _streamId >= 0 && _control.Outgoing.TryPeek(out data, out end);
        int result = _handle!.WriteStream(buffer, ref path, hasData ? _streamId : -1, data, end, out int taken, now);
        if (hasData && taken >= 0)
        {
            _control.Outgoing.Sent(taken, end && taken == data.Length);
        }

        if (hasData && result is LibNgtcp2.NGTCP2_ERR_STREAM_DATA_BLOCKED
            or LibNgtcp2.NGTCP2_ERR_STREAM_NOT_FOUND or LibNgtcp2.NGTCP2_ERR_STREAM_SHUT_WR)
        {
            // The stream cannot take more now; acknowledgements and probes can still be sent.
            return _handle.WriteStream(buffer, ref path, -1, default, false, out _, now);
        }

        return result;
    }
}
