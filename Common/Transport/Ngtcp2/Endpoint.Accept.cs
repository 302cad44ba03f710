using System.Security.Cryptography;
using Mcu.Common.Transport.Ngtcp2.Interop;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibNgtcp2;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibNgtcp2Crypto;

namespace Mcu.Common.Transport.Ngtcp2;

// What an endpoint does with packets of nobody it knows: a newcomer is taken in, asked to prove its address, or refused; a peer of
// old is told that it was forgotten; and noise is ignored. Everything here costs no memory until a newcomer is taken in.
internal sealed unsafe partial class Endpoint
{
    private const ulong RetryTokenLifetime = 10 * (ulong)MonotonicClock.Second;

    /// <summary>Arbitrary: enough to tell a roomful of people after a restart within seconds, too few to be of use for flooding.</summary>
    private const int StatelessResetsPerSecond = 100;

    private long _resetWindow;
    private int _resetsInWindow;

    /// <summary>What this endpoint has seen; written by its thread.</summary>
    internal EndpointCounts Count { get; } = new();

    /// <summary>Connections that have not completed their handshake, those included that failed and are not yet forgotten.</summary>
    internal int Handshaking { get; private set; }

    internal void HandshakeSucceeded()
    {
        Handshaking--;
        Count.Accepted++;
    }

    internal void HandshakeFailed() => Count.Refused++;

    /// <summary>What a failed handshake took up is free again. Not before: the memory of failures counts against newcomers too.</summary>
    internal void FailureForgotten() => Handshaking--;

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
                Refuse(path, offer, NGTCP2_INVALID_TOKEN, "the address token is wrong or too old"u8, output);
                return;
            }

            originalId = proven;
        }

        if (_connections.Count >= _listen!.MaxConnections)
        {
            Refuse(path, offer, NGTCP2_CONNECTION_REFUSED, "the server is full"u8, output);
            return;
        }

        if (originalId is null && Handshaking >= _listen.RetryThreshold)
        {
            SendRetry(path, offer, now, output);
            return;
        }

        Ngtcp2Connection connection = new(this);
        _connections.Add(connection);
        try
        {
            connection.StartServer(path, offer, originalId, _listen.IdleTimeout, now);
        }
        catch (TransportException)
        {
            // The libraries could not make a connection of it (out of memory, say). The others go on.
            Forget(connection);
            return;
        }

        Handshaking++;
        AddRoute(destination, connection);
        AddRoute(connection.SourceId, connection);
        connection.Read(path, packet, now);
        WriteLater(connection);
        if (connection.NeedsRetry)
        {
            SendRetry(path, offer, now, output);
        }
    }

    private bool TryVerifyRetry(in NetworkPath path, in ngtcp2_pkt_hd offer, long now, out ngtcp2_cid originalId)
    {
        fixed (byte* secret = _retrySecret, remote = path.Remote.Bytes)
        fixed (ngtcp2_cid* destination = &offer.dcid, original = &originalId)
        {
            return ngtcp2_crypto_verify_retry_token2(
                original, offer.token, offer.tokenlen, secret, (nuint)_retrySecret.Length, offer.version, remote,
                path.Remote.Length, destination, RetryTokenLifetime, (ulong)now) == 0;
        }
    }

    private void SendRetry(in NetworkPath path, in ngtcp2_pkt_hd offer, long now, IPacketOutput output)
    {
        ngtcp2_cid own;
        ConnectionId.Randomize(&own, ConnectionId.OwnLength);
        byte* token = stackalloc byte[NGTCP2_CRYPTO_MAX_RETRY_TOKENLEN2];
        Span<byte> buffer = output.GetBuffer();
        nint length;
        fixed (byte* secret = _retrySecret, remote = path.Remote.Bytes, packet = buffer)
        fixed (ngtcp2_cid* destination = &offer.dcid, source = &offer.scid)
        {
            nint tokenLength = ngtcp2_crypto_generate_retry_token2(
                token, secret, (nuint)_retrySecret.Length, offer.version, remote, path.Remote.Length, &own, destination, (ulong)now);
            if (tokenLength < 0)
            {
                return;
            }

            length = ngtcp2_crypto_write_retry(
                packet, (nuint)buffer.Length, offer.version, source, &own, destination, token, (nuint)tokenLength);
        }

        if (length > 0)
        {
            Count.Retries++;
            output.Commit((int)length, path);
        }
    }

    private void Refuse(in NetworkPath path, in ngtcp2_pkt_hd offer, ulong code, ReadOnlySpan<byte> reason, IPacketOutput output)
    {
        Count.Refused++;
        Span<byte> buffer = output.GetBuffer();
        nint length;
        fixed (byte* packet = buffer, text = reason)
        fixed (ngtcp2_cid* destination = &offer.dcid, source = &offer.scid)
        {
            length = ngtcp2_crypto_write_connection_close(
                packet, (nuint)buffer.Length, offer.version, source, destination, code, text, (nuint)reason.Length);
        }

        if (length > 0)
        {
            output.Commit((int)length, path);
        }
    }

    private void NegotiateVersion(in NetworkPath path, ReadOnlySpan<byte> packet, IPacketOutput output)
    {
        ngtcp2_version_cid ids;
        Span<byte> buffer = output.GetBuffer();
        nint length = 0;
        fixed (byte* bytes = packet, answer = buffer)
        {
            // RFC 9000 §6: only to a packet large enough to start a connection, so that the answer is never the larger one.
            _ = ngtcp2_pkt_decode_version_cid(&ids, bytes, (nuint)packet.Length, ConnectionId.OwnLength);
            if (_listen is not null && packet.Length >= TransportDefaults.MaxUdpPayload)
            {
                uint version = NGTCP2_PROTO_VER_V1;
                length = ngtcp2_pkt_write_version_negotiation(
                    answer, (nuint)buffer.Length, (byte)RandomNumberGenerator.GetInt32(256), ids.scid, ids.scidlen, ids.dcid,
                    ids.dcidlen, &version, 1);
            }
        }

        Count.PacketsIgnored++;
        if (length > 0)
        {
            output.Commit((int)length, path);
        }
    }

    private void ResetStateless(in NetworkPath path, ReadOnlySpan<byte> packet, long now, IPacketOutput output)
    {
        // RFC 9000 §10.3.3: smaller than what it answers, or two endpoints could answer each other forever.
        const int SmallestReset = 1 + NGTCP2_MIN_STATELESS_RESET_RANDLEN - 1 + NGTCP2_STATELESS_RESET_TOKENLEN;
        Count.PacketsIgnored++;
        if (packet.Length <= SmallestReset + 1 || !MayReset(now))
        {
            return;
        }

        int randomLength = Math.Min(packet.Length - NGTCP2_STATELESS_RESET_TOKENLEN - 1, 26);
        byte* random = stackalloc byte[26];
        byte* token = stackalloc byte[NGTCP2_STATELESS_RESET_TOKENLEN];
        RandomNumberGenerator.Fill(new Span<byte>(random, randomLength));
        ngtcp2_cid id = ConnectionId.Native(packet.Slice(1, ConnectionId.OwnLength));
        ResetToken(&id, token);
        Span<byte> buffer = output.GetBuffer();
        nint length;
        fixed (byte* answer = buffer)
        {
            length = ngtcp2_pkt_write_stateless_reset(answer, (nuint)buffer.Length, token, random, (nuint)randomLength);
        }

        if (length > 0)
        {
            Count.StatelessResets++;
            output.Commit((int)length, path);
        }
    }

    private bool MayReset(long now)
    {
        long window = now / MonotonicClock.Second;
        if (window != _resetWindow)
        {
            _resetWindow = window;
            _resetsInWindow = 0;
        }

        return _resetsInWindow++ < StatelessResetsPerSecond;
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
}
