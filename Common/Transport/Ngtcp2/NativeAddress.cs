using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// A socket address in the form the kernel and ngtcp2 take it (sockaddr_in, sockaddr_in6), by value: 28 bytes and a length.
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeAddress : IEquatable<NativeAddress>
{
    internal const int Capacity = 28;
    private const int Inet4Length = 16;

    internal fixed byte Bytes[Capacity];
    internal uint Length;

    internal static NativeAddress From(IPEndPoint endPoint)
    {
        NativeAddress address = default;
        Span<byte> bytes = new(address.Bytes, Capacity);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)endPoint.Port);
        if (endPoint.AddressFamily == AddressFamily.InterNetwork)
        {
            MemoryMarshal.Write(bytes, LibC.AF_INET);
            endPoint.Address.TryWriteBytes(bytes[4..8], out _);
            address.Length = Inet4Length;
        }
        else
        {
            MemoryMarshal.Write(bytes, LibC.AF_INET6);
            endPoint.Address.TryWriteBytes(bytes[8..24], out _);
            MemoryMarshal.Write(bytes[24..], (uint)endPoint.Address.ScopeId);
            address.Length = Capacity;
        }

        return address;
    }

    internal readonly IPEndPoint ToEndPoint()
    {
        fixed (byte* start = Bytes)
        {
            ReadOnlySpan<byte> bytes = new(start, Capacity);
            int port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            if (MemoryMarshal.Read<ushort>(bytes) == LibC.AF_INET)
            {
                return new IPEndPoint(new IPAddress(bytes[4..8]), port);
            }

            IPAddress address = new(bytes[8..24], MemoryMarshal.Read<uint>(bytes[24..]));
            return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);
        }
    }

    internal readonly bool IsInet4 => Length == Inet4Length;

    public readonly bool Equals(NativeAddress other)
    {
        fixed (byte* mine = Bytes)
        {
            return new ReadOnlySpan<byte>(mine, (int)Length).SequenceEqual(new ReadOnlySpan<byte>(other.Bytes, (int)other.Length));
        }
    }

    public override readonly bool Equals(object? obj) => obj is NativeAddress other && Equals(other);

    public override readonly int GetHashCode() => ToEndPoint().GetHashCode();
}

// Both ends of a packet's way. Packets go back from the address they came to, so that hosts with many addresses work.
internal struct NetworkPath
{
    internal NativeAddress Local;
    internal NativeAddress Remote;
}
