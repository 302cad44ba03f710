using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// A QUIC connection id (RFC 9000 §5.1) as a dictionary key: at most 20 bytes, by value.
internal readonly record struct ConnectionId(ulong First, ulong Second, uint Third, int Length)
{
    /// <summary>The length of the ids that we give ourselves: never 0, so that a packet finds its connection from any address.</summary>
    internal const int OwnLength = 8;

    /// <summary>All halves apart and seeded per process: peers choose ids, and must not choose where they fall in our table.</summary>
    public override int GetHashCode() => HashCode.Combine(
        (uint)First, (uint)(First >> 32), (uint)Second, (uint)(Second >> 32), Third, Length);

    /// <summary>0 where it is empty.</summary>
    internal byte FirstByte => (byte)(BitConverter.IsLittleEndian ? First : First >> 56);

    internal static ConnectionId From(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[24];
        padded.Clear();
        bytes[..Math.Min(bytes.Length, LibNgtcp2.NGTCP2_MAX_CIDLEN)].CopyTo(padded);
        return new ConnectionId(
            MemoryMarshal.Read<ulong>(padded),
            MemoryMarshal.Read<ulong>(padded[8..]),
            MemoryMarshal.Read<uint>(padded[16..]),
            Math.Min(bytes.Length, LibNgtcp2.NGTCP2_MAX_CIDLEN));
    }

    internal static unsafe ConnectionId From(ngtcp2_cid* cid) => From(new ReadOnlySpan<byte>(cid->data, (int)cid->datalen));

    /// <summary>Fills a native id with random bytes.</summary>
    internal static unsafe void Randomize(ngtcp2_cid* cid, int length)
    {
        cid->datalen = (nuint)length;
        RandomNumberGenerator.Fill(new Span<byte>(cid->data, length));
    }

    internal static unsafe ngtcp2_cid Native(ReadOnlySpan<byte> bytes)
    {
        ngtcp2_cid cid = new() { datalen = (nuint)bytes.Length };
        bytes.CopyTo(new Span<byte>(cid.data, LibNgtcp2.NGTCP2_MAX_CIDLEN));
        return cid;
    }
}
