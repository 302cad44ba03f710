using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Mcu.Common.Transport.MsQuic;

// Reads the system's socket addresses, as which msquic's QUIC_ADDR are. Pure.
internal static class QuicAddress
{
    /// <summary>Bytes that are enough for either family.</summary>
    internal const int Length = 28;

    /// <summary>The address and port; an IPv4-mapped address comes as IPv4.</summary>
    internal static IPEndPoint Read(ReadOnlySpan<byte> address)
    {
        // BSD puts a length before the family, which then has one byte.
        int family = OperatingSystem.IsMacOS() ? address[1] : BitConverter.ToUInt16(address);
        int port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        if (family == (int)AddressFamily.InterNetwork)
        {
            return new IPEndPoint(new IPAddress(address.Slice(4, 4)), port);
        }

        IPAddress six = new(address.Slice(8, 16), BitConverter.ToUInt32(address[24..]));
        return new IPEndPoint(six.IsIPv4MappedToIPv6 ? six.MapToIPv4() : six, port);
    }
}
