namespace Mcu.Common.Transport.Ngtcp2;

// What the control stream has to send: bytes stay where they are, pinned, from being appended until the peer acknowledged them,
// because ngtcp2 sends them again from there. Bounded; a writer without room waits. Writers append, the endpoint takes: a lock
// keeps them apart, held for a copy of a few bytes.
internal sealed class SendBuffer
{
    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _chunks = new();
    private TaskCompletionSource? _room;
    private Exception? _broken;
    private byte[]? _sending;
    private int _sendingOffset;
    private readonly Queue<byte[]> _unacknowledged = new();
    private long _acknowledged;
    private long _appended;
    private bool _endWanted;
    private bool _endSent;

    /// <summary>Takes as many bytes as there is room for, a copy of them.</summary>
    /// <exception cref="TransportException">The connection has ended.</exception>
    internal int Append(ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            ThrowIfBroken();
            ObjectDisposedException.ThrowIf(_endWanted, this);
            int length = (int)Math.Min(data.Length, TransportDefaults.SendWindow - (_appended - _acknowledged));
            if (length > 0)
            {
                byte[] chunk = GC.AllocateUninitializedArray<byte>(length, pinned: true);
                data[..length].CopyTo(chunk);
                _chunks.Enqueue(chunk);
                _appended += length;
            }

            return length;
        }
    }

    /// <summary>Whether the peer has everything that was ever appended, at the moment of asking.</summary>
    internal bool IsAcknowledged => Volatile.Read(ref _appended) == Volatile.Read(ref _acknowledged);

    /// <summary>Completes when there may be room again.</summary>
    internal Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ThrowIfBroken();
            if (_appended - _acknowledged < TransportDefaults.SendWindow)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Nothing will be appended any more.</summary>
    internal void End()
    {
        lock (_lock)
        {
            _endWanted = true;
        }
    }

    /// <summary>Endpoint only: what to send next, and whether the stream ends with it.</summary>
    internal unsafe bool TryPeek(out PinnedBytes data, out bool end)
    {
        lock (_lock)
        {
            if (_sending is null && _chunks.TryDequeue(out _sending))
            {
                _sendingOffset = 0;
            }

            data = default;
            end = _endWanted && !_endSent && _chunks.Count == 0;
            if (_sending is not null)
            {
                fixed (byte* start = _sending)
                {
                    data = new PinnedBytes((nint)(start + _sendingOffset), _sending.Length - _sendingOffset);
                }
            }

            return data.Length > 0 || end;
        }
    }

    /// <summary>Endpoint only: so many bytes of what was peeked at are in a packet now.</summary>
    internal void Sent(int length, bool end)
    {
        lock (_lock)
        {
            _sendingOffset += length;
            _endSent |= end;
            if (_sending is not null && _sendingOffset == _sending.Length)
            {
                _unacknowledged.Enqueue(_sending);
                _sending = null;
            }
        }
    }

    /// <summary>Endpoint only: the peer has everything before this offset.</summary>
    internal void Acknowledge(long upTo)
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            while (_unacknowledged.TryPeek(out byte[]? oldest) && _acknowledged + oldest.Length <= upTo)
            {
                _acknowledged += oldest.Length;
                _unacknowledged.Dequeue();
            }

            room = _appended - _acknowledged < TransportDefaults.SendWindow ? _room : null;
            if (room is not null)
            {
                _room = null;
            }
        }

        room?.TrySetResult();
    }

    /// <summary>Nothing will be sent any more; whoever waits for room, and whoever appends, gets this.</summary>
    internal void Break(Exception reason)
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _broken ??= reason;
            room = _room;
            _room = null;
        }

        room?.TrySetException(reason);
    }

    private void ThrowIfBroken()
    {
        if (_broken is not null)
        {
            throw new TransportException(TransportError.ConnectionEnded, _broken.Message, _broken)
            {
                End = (_broken as TransportException)?.End,
            };
        }
    }
}
