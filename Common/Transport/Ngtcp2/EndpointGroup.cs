using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Mcu.Common.Transport.Ngtcp2;

// What the endpoints of one port have in common: each other, their secrets, and the limits, which hold over all of them together. A
// client's endpoint is alone in its group. Thread: any endpoint's, at the same time; the lock is for newcomers only.
internal sealed class EndpointGroup
{
    private readonly Endpoint[] _members;
    private readonly Lock _gate = new();
    private int _joined;
    private int _connections;
    private int _handshaking;
    private long _suspiciousUntil = long.MinValue;

    /// <param name="listen">How to take connections in; null for a client's endpoint, which takes none.</param>
    /// <param name="count">Endpoints that will join, all of them before the first packet comes.</param>
    internal EndpointGroup(ListenOptions? listen, int count = 1)
    {
        Listen = listen;
        _members = new Endpoint[count];
        // Made from the key, so that a server that restarts with its certificate can tell its old peers that it forgot them.
        ResetSecret = listen is null
            ? RandomNumberGenerator.GetBytes(32)
            : SHA256.HashData(Encoding.ASCII.GetBytes("mcu stateless reset\n" + TlsCredentialsHandle.ExportKey(listen.Certificate)));
    }

    internal ListenOptions? Listen { get; }

    internal byte[] ResetSecret { get; }

    internal byte[] RetrySecret { get; } = RandomNumberGenerator.GetBytes(32);

    internal int Count => _members.Length;

    internal Endpoint this[int index] => _members[index];

    /// <summary>Connections of any state, those still closing included.</summary>
    internal int Connections => Volatile.Read(ref _connections);

    /// <summary>Connections that have not completed their handshake, those included that failed and are not yet forgotten.</summary>
    internal int Handshaking => Volatile.Read(ref _handshaking);

    /// <returns>The newcomer's index.</returns>
    internal int Join(Endpoint endpoint)
    {
        _members[_joined] = endpoint;
        return _joined++;
    }

    /// <summary>Counts one more connection, in its handshake, unless another endpoint took the last place in this very moment.</summary>
    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _connections) > Listen!.MaxConnections)
        {
            ConnectionGone();
            return false;
        }

        if (Interlocked.Increment(ref _handshaking) > Listen.MaxHalfOpen)
        {
            HandshakeOver();
            ConnectionGone();
            return false;
        }

        return true;
    }

    internal void HandshakeOver() => Interlocked.Decrement(ref _handshaking);

    internal void ConnectionGone() => Interlocked.Decrement(ref _connections);

    internal bool MustProveAddress(long now) =>
        Handshaking >= Math.Min(Listen!.RetryThreshold, Listen.MaxHalfOpen / 2) || now < Volatile.Read(ref _suspiciousUntil);

    internal void SuspectUntil(long until) => Volatile.Write(ref _suspiciousUntil, until);

    /// <returns>Null to take it in, or the sentence to refuse it with.</returns>
    internal string? Admit(IPAddress address, long now)
    {
        lock (_gate)
        {
            return Listen!.Gate!.Admit(address, now);
        }
    }

    internal void Release(IPAddress address)
    {
        lock (_gate)
        {
            Listen?.Gate?.Release(address);
        }
    }
}
