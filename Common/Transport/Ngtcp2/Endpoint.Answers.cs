using System.Security.Cryptography;
using Mcu.Common.Transport.Ngtcp2.Interop;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibNgtcp2;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibNgtcp2Crypto;

namespace Mcu.Common.Transport.Ngtcp2;

// The packets with which an endpoint answers those it has no connection with. None needs memory, none is larger than what it
// answers, and those that are of no use to an honest peer when many are sent are bounded.
internal sealed unsafe partial class Endpoint
{
    /// <summary>Of a whole port. Arbitrary: enough to tell a roomful of people after a restart within seconds, too few to be of use for flooding.</summary>
    private const int StatelessResetsPerSecond = 100;

    /// <summary>Of a whole port. Arbitrary: everyone of a roomful may hear why, and a flood costs next to nothing. The others ask again by themselves.</summary>
    private const int RefusalsPerSecond = 100;

    private SecondlyBudget _resets;
    private SecondlyBudget _refusals;

    private void SendRetry(in NetworkPath path, in ngtcp2_pkt_hd offer, long now, IPacketOutput output)
    {
        ngtcp2_cid own;
        MakeId(&own, ConnectionId.OwnLength);
        byte* token = stackalloc byte[NGTCP2_CRYPTO_MAX_RETRY_TOKENLEN2];
        Span<byte> buffer = output.GetBuffer();
        nint length;
        fixed (byte* secret = _group.RetrySecret, remote = path.Remote.Bytes, packet = buffer)
        fixed (ngtcp2_cid* destination = &offer.dcid, source = &offer.scid)
        {
            nint tokenLength = ngtcp2_crypto_generate_retry_token2(
                token, secret, (nuint)_group.RetrySecret.Length, offer.version, remote, path.Remote.Length, &own, destination, (ulong)now);
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

    private void Refuse(
        in NetworkPath path, in ngtcp2_pkt_hd offer, ulong code, string reason, long now, IPacketOutput output)
    {
        if (!_refusals.TryTake(now))
        {
            Count.Dropped++;
            return;
        }

        Count.Refused++;
        byte[] sentence = PeerText.Encode(reason);
        Span<byte> buffer = output.GetBuffer();
        nint length;
        fixed (byte* packet = buffer, text = sentence)
        fixed (ngtcp2_cid* destination = &offer.dcid, source = &offer.scid)
        {
            length = ngtcp2_crypto_write_connection_close(
                packet, (nuint)buffer.Length, offer.version, source, destination, code, text, (nuint)sentence.Length);
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
        if (packet.Length <= SmallestReset + 1 || !_resets.TryTake(now))
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
}
