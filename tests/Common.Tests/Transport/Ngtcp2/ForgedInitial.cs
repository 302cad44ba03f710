using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>
/// A client's first packet made by hand (RFC 9001 §5, RFC 9000 §17.2.2), for what a decent client never sends: one whose TLS bytes
/// begin in the middle.
/// </summary>
internal static class ForgedInitial
{
    private static readonly byte[] s_salt = Convert.FromHexString("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");

    internal static byte[] Create(byte[] destination, byte[] source, byte[] token, byte cryptoOffset)
    {
        const int Size = 1200;
        const int NumberLength = 4;
        const int TagLength = 16;
        List<byte> header = [0xC3, 0, 0, 0, 1, (byte)destination.Length, .. destination, (byte)source.Length, .. source];
        header.AddRange([(byte)(0x40 | (token.Length >> 8)), (byte)token.Length, .. token]);
        int rest = Size - header.Count - 2;
        header.AddRange([(byte)(0x40 | (rest >> 8)), (byte)rest, 0, 0, 0, 0]);
        // One CRYPTO frame of ten bytes, and padding.
        byte[] frames = new byte[rest - NumberLength - TagLength];
        new byte[] { 0x06, cryptoOffset, 10 }.CopyTo(frames, 0);

        byte[] initial = HKDF.Extract(HashAlgorithmName.SHA256, destination, s_salt);
        byte[] secret = Expand(initial, "client in", 32);
        byte[] sealedFrames = new byte[frames.Length];
        byte[] tag = new byte[TagLength];
        using AesGcm aead = new(Expand(secret, "quic key", 16), TagLength);
        aead.Encrypt(Expand(secret, "quic iv", 12), frames, sealedFrames, tag, header.ToArray());

        byte[] packet = [.. header, .. sealedFrames, .. tag];
        using Aes aes = Aes.Create();
        aes.Key = Expand(secret, "quic hp", 16);
        byte[] mask = aes.EncryptEcb(packet.AsSpan(header.Count, 16), PaddingMode.None);
        packet[0] ^= (byte)(mask[0] & 0x0F);
        for (int i = 0; i < NumberLength; i++)
        {
            packet[header.Count - NumberLength + i] ^= mask[1 + i];
        }

        return packet;
    }

    /// <summary>The server's new id and the token out of a Retry packet (RFC 9000 §17.2.5).</summary>
    internal static (byte[] Id, byte[] Token) ReadRetry(byte[] packet)
    {
        int at = 5 + 1 + packet[5];
        byte[] id = packet[(at + 1)..(at + 1 + packet[at])];
        return (id, packet[(at + 1 + id.Length)..^16]);
    }

    private static byte[] Expand(byte[] secret, string label, int length)
    {
        // HKDF-Expand-Label (RFC 8446 §7.1).
        byte[] name = Encoding.ASCII.GetBytes("tls13 " + label);
        byte[] info = [0, 0, (byte)name.Length, .. name, 0];
        BinaryPrimitives.WriteUInt16BigEndian(info, (ushort)length);
        return HKDF.Expand(HashAlgorithmName.SHA256, secret, length, info);
    }
}
