using System.Net;
using System.Runtime.InteropServices;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// One connection. The half that this file, .Handshake, .Stream, .Datagrams and .Close call "endpoint only" runs on the endpoint's
// thread with now as a parameter; the half that ITransportConnection shows may be called from any thread, leaves its wish in a
// field and asks the endpoint to look.
//
//   Handshaking ──handshake completed──► Open ──our close sent──► Closing ──3 probe timeouts──► Gone
//        │                                │                                                      ▲
//        │                                ├──peer's close or reset──► Draining ──3 probe timeouts─┤
//        └──error, timeout, refusal───────┴──idle timeout───────────────────────────────────────┘
internal sealed partial class Ngtcp2Connection : ITransportConnection, ITimed
{
    private readonly Endpoint _endpoint;
    private GCHandle _self;
    private bool _isReleased;
    private ConnectionHandle? _handle;
    private State _state = State.Handshaking;
    private bool _isServer;
    private IPEndPoint _remote = new(IPAddress.None, 0);
    private NativeAddress _remoteAddress;
    private Exception? _callbackFailure;
    private long _now;
    private long _statisticsAt;
    private long _roundTrip;
    private long _packetsSent;
    private long _lastReceivedAt;
    private long _wakeAt = long.MaxValue;

    // Whether that is no later than what ngtcp2 would say now. After a packet that was acknowledgeable, one more datagram only puts off
    // what ngtcp2 waits for (a probe, the ends by silence). So it is not asked again, which would touch the oldest packet under way; but
    // it is after a read or a timer.
    private bool _wakesEarly;

    internal Ngtcp2Connection(Endpoint endpoint)
    {
        _endpoint = endpoint;
        _self = GCHandle.Alloc(this);
        _control = new ControlStream(this);
    }

    private enum State
    {
        Handshaking,
        Open,
        Closing,
        Draining,
        Gone,
    }

    // Links and places that the endpoint keeps in its connections.
    internal Ngtcp2Connection? NextRequested;
    internal int IsRequested;

    internal bool IsUnwritten { get; set; }

    internal Endpoint Endpoint => _endpoint;

    /// <summary>The address that the gate let in and has not been told the end of.</summary>
    internal IPAddress? AdmittedFrom { get; set; }

    internal List<ConnectionId> Routes { get; } = [];

    long ITimed.Deadline { get; set; } = long.MaxValue;

    int ITimed.HeapIndex { get; set; } = -1;

    internal bool IsGone => _state == State.Gone;

    internal bool IsReleased => _isReleased;

    internal nint NativeHandle => _handle!.Raw;

    internal ConnectionId SourceId => _handle!.SourceId;

    /// <inheritdoc/>
    public IPEndPoint RemoteEndPoint => Volatile.Read(ref _remote);

    /// <inheritdoc/>
    public CertificateFingerprint? PeerFingerprint { get; private set; }

    /// <inheritdoc/>
    public ConnectionStatistics GetStatistics() => new()
    {
        RoundTripTime = TimeSpan.FromTicks(Volatile.Read(ref _roundTrip) / 100),
        LastReceivedAt = Volatile.Read(ref _lastReceivedAt),
        PacketsSent = Volatile.Read(ref _packetsSent),
        DatagramsLost = Volatile.Read(ref _datagramsLost),
        DatagramsReceived = Volatile.Read(ref _datagramsReceived),
        DatagramsSent = Volatile.Read(ref _datagramsSent),
        DatagramsBlocked = Volatile.Read(ref _datagramsBlocked) + _sendRing.Dropped + Volatile.Read(ref _overtaken)
            + (Volatile.Read(ref _backlog)?.Dropped ?? 0),
    };

    /// <summary>Endpoint only.</summary>
    internal bool HasPeer(in NativeAddress address) => _remoteAddress.Equals(address);

    /// <summary>Endpoint only. Takes a packet in.</summary>
    internal void Read(in NetworkPath path, ReadOnlySpan<byte> packet, long now)
    {
        _now = now;
        switch (_state)
        {
            case State.Closing:
                RepeatClose();
                return;
            case State.Draining or State.Gone:
                return;
        }

        _wakesEarly = false;
        BeginRead();
        bool isFromKnownAddress = HasPeer(path.Remote);
        int result = _handle!.Read(path, packet, now);
        if (result != 0)
        {
            HandleFailure(result, now);
        }
        else
        {
            Volatile.Write(ref _lastReceivedAt, now);
            _unansweredSince = long.MaxValue;
            if (!isFromKnownAddress)
            {
                NoteRemoteAddress();
            }

            EndRead(isFromKnownAddress && packet.Length < TransportDefaults.MaxUdpPayload, packet.Length, now);
        }
    }

    /// <summary>Endpoint only. Something of ngtcp2's is due (a probe, a loss, the idle timeout), or the closing period is over.</summary>
    internal void HandleTimer(long now)
    {
        _now = now;
        switch (_state)
        {
            case State.Closing or State.Draining:
                if (now >= _goneAt)
                {
                    _state = State.Gone;
                }

                return;
            case State.Gone:
                return;
        }

        _wakesEarly = false;
        int result = _handle!.HandleExpiry(now);
        if (result != 0)
        {
            HandleFailure(result, now);
        }
    }

    /// <summary>Endpoint only. Writes everything that may be sent at this moment.</summary>
    internal void Write(long now, IPacketOutput output) => Write(default, 0, now, output);

    /// <param name="fresh">A datagram to send before all else that waits; empty for none.</param>
    /// <param name="stamp">The time that it was queued at.</param>
    private void Write(ReadOnlySpan<byte> fresh, long stamp, long now, IPacketOutput output)
    {
        _now = now;
        if (_state is State.Handshaking or State.Open)
        {
            long heldUntil = _holdUntil;
            _holdUntil = long.MaxValue;
            ReturnStreamCredit();
            if (WritePackets(fresh, stamp, now, output))
            {
                GoOnHolding(heldUntil, now);
            }

            NoteStatistics(now);
            ReleaseTlsOnceDone();
        }

        if (_state is State.Handshaking or State.Open && Volatile.Read(ref _closeWish) is { } wish)
        {
            BeginClose(wish, now);
        }

        if (_state == State.Closing)
        {
            SendClose(output);
        }
    }

    /// <summary>Endpoint only. Reads a little of each of the objects that a packet needs, and answers with something made of it.</summary>
    internal long Touch() =>
        (long)_state + _datagramSentAt + _wakeAt + _remoteAddress.Length
        + (_control.Outgoing.IsAcknowledged ? 1 : 0) + (_handle?.Raw ?? 0);

    /// <summary>Endpoint only. The same of what ngtcp2 has.</summary>
    internal long TouchNative() => _isReleased || _handle is null ? 0 : _handle.Touch();

    /// <summary>Endpoint only. When it is to be woken.</summary>
    internal long NextWake => _state switch
    {
        State.Handshaking or State.Open => _wakeAt,
        State.Closing or State.Draining => _goneAt,
        _ => long.MaxValue,
    };

    /// <summary>Endpoint only, once, last. Gives all native memory back.</summary>
    internal void Release()
    {
        Finish(new ConnectionEnd(EndedBy.Us, 0, "the endpoint was closed"));
        _state = State.Gone;
        if (!_isReleased)
        {
            _isReleased = true;
            if (_countsAsFailure)
            {
                _endpoint.FailureForgotten();
            }

            // In this order: native code may look for its owner until the last of it is gone.
            _handle?.Dispose();
            Start?.Credentials?.Dispose();
            _self.Free();
        }
    }

    /// <summary>Endpoint only; from native callbacks. What went wrong is told when ngtcp2 hands the failure back.</summary>
    internal int CallbackFailed(Exception exception)
    {
        _callbackFailure ??= exception;
        return LibNgtcp2.NGTCP2_ERR_CALLBACK_FAILURE;
    }

    /// <returns>Whether a packet with a datagram was all there was to write.</returns>
    private bool WritePackets(ReadOnlySpan<byte> fresh, long stamp, long now, IPacketOutput output)
    {
        bool sent = false;
        bool isAllSaid = false;
        bool more = true;
        while (more && _state is State.Handshaking or State.Open)
        {
            NetworkPath path = default;
            Span<byte> buffer = output.GetBuffer();
            bool hasDatagram = _state == State.Open && (!fresh.IsEmpty || TakeDatagram(now));
            int length;
            if (!hasDatagram)
            {
                length = WriteStream(buffer, ref path, now);
            }
            else if (fresh.IsEmpty)
            {
                length = WriteDatagram(_datagram.AsSpan(0, _datagramLength), buffer, ref path, now, out bool isDone);
                _datagramLength = isDone ? 0 : _datagramLength;
            }
            else
            {
                length = WriteDatagram(fresh, buffer, ref path, now, out bool isDone);
                fresh = isDone ? default : fresh;
            }

            if (length < 0)
            {
                HandleFailure(length, now);
                break;
            }

            more = length > 0;
            if (more)
            {
                sent = true;
                _packetsSent++;
                output.Commit(length, path);
                isAllSaid = hasDatagram && fresh.IsEmpty && IsAllSaid(length, now);
                more = !isAllSaid;
            }
        }

        if (!fresh.IsEmpty)
        {
            // Nothing waited before it, so its place is free.
            fresh.CopyTo(_datagram);
            _datagramLength = fresh.Length;
            _datagramStamp = stamp;
        }

        if (!isAllSaid || !_wakesEarly)
        {
            // Asked before the pacing of what was just sent begins: there is nothing more to send, so the end of the pause need not
            // wake anyone. Who has something to send in the pause is refused above, and then the answer includes that end.
            _wakeAt = _handle!.Expiry;
            _wakesEarly = isAllSaid;
        }

        if (sent)
        {
            _handle!.PacketsWereSent(now);
        }

        return isAllSaid;
    }

    private void NoteRemoteAddress()
    {
        NativeAddress present = _handle!.RemoteAddress;
        if (!present.Equals(_remoteAddress))
        {
            _remoteAddress = present;
            Volatile.Write(ref _remote, present.ToEndPoint());
        }
    }

    private void NoteStatistics(long now)
    {
        if (now - _statisticsAt >= 100 * MonotonicClock.Millisecond)
        {
            _statisticsAt = now;
            Volatile.Write(ref _roundTrip, _handle!.SmoothedRoundTrip);
        }
    }
}
