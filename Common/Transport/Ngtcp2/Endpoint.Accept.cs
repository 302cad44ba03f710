using System.Net;
using Mcu.Common.Transport.Ngtcp2.Interop;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibNgtcp2;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibNgtcp2Crypto;

namespace Mcu.Common.Transport.Ngtcp2;

// What an endpoint does with packets of nobody it knows: a newcomer is taken in, asked to prove its address, or refused; a peer of
// old is told that it was forgotten; and noise is ignored. Everything here costs no memory until a newcomer is taken in.
internal sealed unsafe partial class Endpoint
{
    private const ulong RetryTokenLifetime = 10 * (ulong)MonotonicClock.Second;

    /// <summary>What this endpoint has seen; written by its thread.</summary>
    internal EndpointCounts Count { get; } = new();

    internal void HandshakeSucceeded()
    {
        _group.HandshakeOver();
        Count.Accepted++;
    }

    internal void HandshakeFailed() => Count.Refused++;

    /// <summary>What a failed handshake took up is free again. Not before: the memory of failures counts against newcomers too.</summary>
    internal void FailureForgotten() => _group.HandshakeOver();

    private static bool TryReadDestination(ReadOnlySpan<byte> packet, out ConnectionId destination, out bool versionUnknown)
    {
        destination = default;
        versionUnknown = false;
        if (packet.IsEmpty)
        {
            return false;
        }

        ngtcp2_version_cid ids;
        fixed (byte* bytes = packet)
        {
            int result = ngtcp2_pkt_decode_version_cid(&ids, bytes, (nuint)packet.Length, ConnectionId.OwnLength);
            versionUnknown = result == NGTCP2_ERR_VERSION_NEGOTIATION;
            if (result != 0)
            {
                return false;
            }

            destination = ConnectionId.From(new ReadOnlySpan<byte>(ids.dcid, (int)ids.dcidlen));
            return true;
        }
    }

    private void ReceiveUnknown(
        in NetworkPath path, ReadOnlySpan<byte> packet, ConnectionId destination, long now, IPacketOutput output)
    {
        bool hasLongHeader = (packet[0] & 0x80) != 0;
        if (_listen is null)
        {
            Count.PacketsIgnored++;
            if (!hasLongHeader)
            {
                OfferReset(path, packet, now);
            }

            return;
        }

        if (!hasLongHeader)
        {
            ResetStateless(path, packet, now, output);
            return;
        }

        ngtcp2_pkt_hd offer;
        fixed (byte* bytes = packet)
        {
            if (ngtcp2_accept(&offer, bytes, (nuint)packet.Length) != 0)
            {
                Count.PacketsIgnored++;
                return;
            }

            Accept(path, packet, offer, destination, now, output);
        }
    }

    /// <summary>
    /// Where a client's id should stand, a stateless reset has random bytes, so it reaches no connection by its id. The one with
    /// that server looks whether the packet ends with the token it was given, and drops it where it does not.
    /// </summary>
    private void OfferReset(in NetworkPath path, ReadOnlySpan<byte> packet, long now)
    {
        foreach (Ngtcp2Connection connection in _connections)
        {
            if (connection.HasPeer(path.Remote))
            {
                connection.Read(path, packet, now);
                WriteLater(connection);
            }
        }
    }

    private void Accept(
        in NetworkPath path, ReadOnlySpan<byte> packet, in ngtcp2_pkt_hd offer, ConnectionId destination, long now,
        IPacketOutput output)
    {
        ngtcp2_cid? originalId = null;
        if (offer.tokenlen > 0 && offer.token[0] == NGTCP2_CRYPTO_TOKEN_MAGIC_RETRY2)
        {
            if (!TryVerifyRetry(path, offer, now, out ngtcp2_cid proven))
            {
                Refuse(path, offer, NGTCP2_INVALID_TOKEN, "the address token is wrong or too old", now, output);
                return;
            }

            originalId = proven;
        }

        if (_group.Connections >= _listen!.MaxConnections)
        {
            Refuse(path, offer, NGTCP2_CONNECTION_REFUSED, "the server is full", now, output);
            return;
        }

        if (_group.Handshaking >= _listen.MaxHalfOpen)
        {
            Count.Dropped++;
            return;
        }

        if (originalId is null && _group.MustProveAddress(now))
        {
            SendRetry(path, offer, now, output);
            return;
        }

        if (!_group.TryEnter())
        {
            Count.Dropped++;
            return;
        }

        IPAddress address = path.Remote.ToEndPoint().Address;
        if (Admit(address, originalId, now) is { } refusal)
        {
            _group.HandshakeOver();
            _group.ConnectionGone();
            Refuse(path, offer, NGTCP2_CONNECTION_REFUSED, refusal, now, output);
            return;
        }

        Ngtcp2Connection connection = new(this) { AdmittedFrom = address };
        _connections.Add(connection);
        try
        {
            connection.StartServer(path, offer, originalId, _listen.IdleTimeout, now);
        }
        catch (TransportException)
        {
            // The libraries could not make a connection of it (out of memory, say). The others go on.
            _group.HandshakeOver();
            Forget(connection);
            return;
        }

        AddRoute(destination, connection);
        AddRoute(connection.SourceId, connection);
        if (originalId is { } first)
        {
            // The first packet may come twice, or late. It must not start a second attempt.
            AddRoute(ConnectionId.From(&first), connection);
        }

        connection.Read(path, packet, now);
        WriteLater(connection);
        if (connection.NeedsRetry)
        {
            SendRetry(path, offer, now, output);
            Promise(connection, destination, now);
        }
    }

    private bool TryVerifyRetry(in NetworkPath path, in ngtcp2_pkt_hd offer, long now, out ngtcp2_cid originalId)
    {
        fixed (byte* secret = _group.RetrySecret, remote = path.Remote.Bytes)
        fixed (ngtcp2_cid* destination = &offer.dcid, original = &originalId)
        {
            return ngtcp2_crypto_verify_retry_token2(
                original, offer.token, offer.tokenlen, secret, (nuint)_group.RetrySecret.Length, offer.version, remote,
                path.Remote.Length, destination, RetryTokenLifetime, (ulong)now) == 0;
        }
    }
}

// An endpoint's counters. Written by its thread alone; readers on other threads see them a little late.
internal sealed class EndpointCounts
{
    internal long PacketsReceived;
    internal long PacketsIgnored;
    internal long Accepted;
    internal long Refused;
    internal long Dropped;
    internal long Retries;
    internal long StatelessResets;
    internal long HandedOver;
}
