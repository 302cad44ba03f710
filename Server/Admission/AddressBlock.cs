using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Mcu.Server.Admission;

// What counts as one address: an IPv4 address, or the /64 of an IPv6 address, which is what one household or one machine has all
// addresses of (RFC 6177).
internal readonly record struct AddressBlock(bool IsInet4, ulong Bits)
{
    public static AddressBlock Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out _);
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? new AddressBlock(true, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new AddressBlock(false, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    // All parts apart and seeded per process: who picks their addresses must not pick where they fall in our table.
    public override int GetHashCode() => HashCode.Combine(IsInet4, (uint)Bits, (uint)(Bits >> 32));
}
