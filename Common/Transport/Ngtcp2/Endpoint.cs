using Mcu.Common.Buffers;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// The heart of the backend, and pure: packets in, packets out, and now as a parameter. No socket, no thread, no clock. It knows
// the connections by their ids, wakes them in time and writes what they have to send. One thread at a time may call it, save for
// Request, which any thread may.
internal sealed partial class Endpoint : IDisposable
{
    /// <summary>Bytes that ngtcp2 wants to see behind a packet buffer, though no packet of ours is longer than 1,200.</summary>
    internal const int PacketBuffer = 1500;

    /// <summary>Batches of one thread that are sent before what came in is looked at again; arbitrary.</summary>
    private const int BatchesPerFlush = 8;

    private readonly Dictionary<ConnectionId, Ngtcp2Connection> _routes = [];
    private readonly TimerHeap<Ngtcp2Connection> _timers = new();
    private readonly RequestStack _requests = new();
    private readonly List<Ngtcp2Connection> _unwritten = [];
    private readonly HashSet<Ngtcp2Connection> _connections = [];
    private readonly TlsCredentialsHandle _credentials;
    private readonly EndpointGroup _group;
    private readonly int _index;
    private readonly ListenOptions? _listen;
    private int _flushWanted;
    private int _isResting;

    /// <param name="group">Those that serve the same port; this one joins them.</param>
    /// <param name="credentials">Shown to every peer. The endpoint's from now on.</param>
    internal Endpoint(EndpointGroup group, TlsCredentialsHandle credentials)
    {
        _group = group;
        _listen = group.Listen;
        _credentials = credentials;
        _inboxes = new PacketRing?[group.Count];
        _resets = new SecondlyBudget(Math.Max(1, StatelessResetsPerSecond / group.Count));
        _refusals = new SecondlyBudget(Math.Max(1, RefusalsPerSecond / group.Count));
        _index = group.Join(this);
    }

    /// <summary>Called on the endpoint's thread when a connection's handshake has completed.</summary>
    internal Action<Ngtcp2Connection>? Accepted { get; init; }

    /// <summary>Bytes of the largest DATAGRAM frame that it offers to take; 0 is a peer that knows no datagrams.</summary>
    internal int MaxDatagramFrame { get; init; } = TransportDefaults.MaxDatagramFrame;

    /// <summary>For the threads that leave datagrams here and have no <c>now</c> of their own: the clock that it is counted by.</summary>
    internal Func<long> Clock { get; init; } = static () => MonotonicClock.Now;

    /// <summary>Called by any thread when the endpoint has something to do and is asleep, or about to be.</summary>
    internal Action? Wake { get; set; }

    internal TlsCredentialsHandle Credentials => _credentials;

    /// <summary>Its place in its group.</summary>
    internal int Index => _index;

    /// <summary>Connections of any state, those still closing included.</summary>
    internal int ConnectionCount => _connections.Count;

    /// <summary>The next time that something is due; <see cref="long.MaxValue"/> for never.</summary>
    internal long NextDeadline => _timers.Next;

    /// <summary>Whether somebody is in the handshake, here or at one of its group.</summary>
    internal bool HasNewcomers => _group.Handshaking > 0;

    /// <summary>Whether another thread wants <see cref="Flush"/> to be called soon.</summary>
    internal bool HasRequests => Volatile.Read(ref _flushWanted) != 0;

    /// <summary>Any thread: let this connection be looked at soon.</summary>
    internal void Request(Ngtcp2Connection connection)
    {
        _requests.Push(connection);
        WantFlush();
    }

    /// <summary>Any thread: let this connection be looked at with the batch that it is a part of.</summary>
    internal void Enqueue(Ngtcp2Connection connection) => _requests.Push(connection);

    /// <summary>Any thread: a batch is complete.</summary>
    internal void SendQueued()
    {
        if (!_requests.IsEmpty)
        {
            WantFlush();
        }
    }

    /// <summary>Endpoint only, before its thread sleeps. From here on <see cref="Wake"/> is called for every wish.</summary>
    /// <returns>False where there is one already: it must not sleep.</returns>
    internal bool TryRest()
    {
        // A full fence: a wish that is not seen below comes from somebody who sees this.
        Interlocked.Exchange(ref _isResting, 1);
        if (HasRequests)
        {
            Rise();
            return false;
        }

        return true;
    }

    /// <summary>Endpoint only: its thread is awake, and needs no call to see what is wanted.</summary>
    internal void Rise() => Volatile.Write(ref _isResting, 0);

    /// <summary>Starts a client's connection; the first packet goes out with the next <see cref="Flush"/>.</summary>
    internal void Connect(Ngtcp2Connection connection, ClientStart start, long now)
    {
        _connections.Add(connection);
        try
        {
            connection.StartClient(start.Path, start.Options, start.Credentials ?? _credentials, now);
        }
        catch (TransportException failure)
        {
            // A server name that TLS cannot send, say. Whoever waits for the handshake is told.
            connection.HandleStartFailure(failure);
            Forget(connection);
            return;
        }
        finally
        {
            // Its session holds on to them.
            start.Credentials?.Dispose();
        }

        AddRoute(connection.SourceId, connection);
        WriteLater(connection);
    }

    /// <summary>Takes one UDP payload in.</summary>
    internal void Receive(in NetworkPath path, ReadOnlySpan<byte> packet, long now, IPacketOutput output)
    {
        Count.PacketsReceived++;
        if (!TryReadDestination(packet, out ConnectionId destination, out bool versionUnknown))
        {
            if (versionUnknown)
            {
                NegotiateVersion(path, packet, output);
            }
            else
            {
                Count.PacketsIgnored++;
            }

            return;
        }

        Take(path, packet, destination, now, output, mayHandOver: _group.Count > 1);
    }

    private void Take(
        in NetworkPath path, ReadOnlySpan<byte> packet, ConnectionId destination, long now, IPacketOutput output, bool mayHandOver)
    {
        if (_routes.TryGetValue(destination, out Ngtcp2Connection? connection))
        {
            connection.Read(path, packet, now);
            if (connection.MayRest)
            {
                _timers.Set(connection, connection.NextWake);
            }
            else
            {
                WriteLater(connection);
            }
        }
        else if (!mayHandOver || !TryHandOver(path, packet, destination))
        {
            ReceiveUnknown(path, packet, destination, now, output);
        }
    }

    /// <summary>Does what other threads asked for and what time has brought, and writes what is to be sent.</summary>
    internal void Flush(long now, IPacketOutput output)
    {
        if (HasRequests)
        {
            // A full fence, too: a wish after this is for the next time, and its connection may be taken now all the same.
            Interlocked.Exchange(ref _flushWanted, 0);
        }

        OpenParcels(now, output);
        for (Ngtcp2Connection? next = _requests.TakeAll(); next is not null;)
        {
            Ngtcp2Connection connection = next;
            next = connection.NextRequested;
            connection.NextRequested = null;
            // A full fence: what is looked at below must be read after this, or a request made in between is seen by nobody.
            Interlocked.Exchange(ref connection.IsRequested, 0);
            if (connection.Start is { } start)
            {
                connection.Start = null;
                Connect(connection, start, now);
            }

            WriteLater(connection);
        }

        while (_timers.PopDue(now) is { } due)
        {
            due.HandleTimer(now);
            WriteLater(due);
        }

        SendBatches(now, output);
        for (int i = 0; i < _unwritten.Count; i++)
        {
            if (i % PreloadCount == 0)
            {
                PreloadUnwritten(i);
            }

            Ngtcp2Connection connection = _unwritten[i];
            if (!connection.IsUnwritten)
            {
                // Written with a batch.
                continue;
            }

            connection.IsUnwritten = false;
            connection.Write(now, output);
            Settle(connection);
        }

        _unwritten.Clear();
    }

    /// <summary>Closes every connection with code 0; <see cref="Flush"/> sends that.</summary>
    internal void CloseAll(string reason)
    {
        foreach (Ngtcp2Connection connection in _connections)
        {
            connection.RequestClose(0, reason);
        }
    }

    /// <summary>Lets <see cref="Flush"/> send once more why connections were closed.</summary>
    /// <returns>False where no connection is in its closing period.</returns>
    internal bool SayCloseAgain()
    {
        bool any = false;
        foreach (Ngtcp2Connection connection in _connections)
        {
            if (connection.TrySayCloseAgain())
            {
                any = true;
                WriteLater(connection);
            }
        }

        return any;
    }

    /// <summary>A client's network says that nobody is there.</summary>
    internal void PortUnreachable()
    {
        foreach (Ngtcp2Connection connection in _connections)
        {
            connection.HandleUnreachable();
            WriteLater(connection);
        }
    }

    internal void AddRoute(ConnectionId id, Ngtcp2Connection connection)
    {
        if (_routes.TryAdd(id, connection))
        {
            connection.Routes.Add(id);
        }
    }

    internal void RemoveRoute(ConnectionId id, Ngtcp2Connection connection)
    {
        if (connection.Routes.Remove(id))
        {
            _routes.Remove(id);
        }
    }

    /// <summary>The token by which the holder of this id will believe that we forgot the connection (RFC 9000 §10.3).</summary>
    internal unsafe void ResetToken(ngtcp2_cid* id, byte* token)
    {
        fixed (byte* secret = _group.ResetSecret)
        {
            int result = LibNgtcp2Crypto.ngtcp2_crypto_generate_stateless_reset_token(token, secret, (nuint)_group.ResetSecret.Length, id);
            ConnectionHandle.Check(result, "make a stateless reset token");
        }
    }

    public void Dispose()
    {
        foreach (Ngtcp2Connection connection in _connections.ToArray())
        {
            Forget(connection);
        }

        // Those that nobody has started yet: whoever waits for their handshake is told.
        for (Ngtcp2Connection? next = _requests.TakeAll(); next is not null; next = next.NextRequested)
        {
            next.Release();
        }

        DropOldPromises(long.MaxValue);
        _credentials.Dispose();
    }

    /// <summary>Any thread: let <see cref="Flush"/> be called soon.</summary>
    internal void WantFlush()
    {
        // Who finds it wanted already need do nothing: the one who was first wakes the thread, and it takes all that is there then.
        if (Interlocked.Exchange(ref _flushWanted, 1) == 0 && Interlocked.Exchange(ref _isResting, 0) == 1)
        {
            Wake?.Invoke();
        }
    }

    /// <summary>After it has written.</summary>
    private void Settle(Ngtcp2Connection connection)
    {
        if (connection.IsGone)
        {
            Forget(connection);
        }
        else
        {
            _timers.Set(connection, connection.NextWake);
        }
    }

    private void WriteLater(Ngtcp2Connection connection)
    {
        if (!connection.IsUnwritten && !connection.IsReleased)
        {
            connection.IsUnwritten = true;
            _unwritten.Add(connection);
        }
    }

    private void Forget(Ngtcp2Connection connection)
    {
        foreach (ConnectionId id in connection.Routes)
        {
            _routes.Remove(id);
        }

        connection.Routes.Clear();
        _timers.Remove(connection);
        connection.Release();
        if (_connections.Remove(connection) && _listen is not null)
        {
            _group.ConnectionGone();
        }

        ReleaseAdmission(connection);
    }
}
