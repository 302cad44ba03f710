using System.Runtime.InteropServices;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibC;

namespace Mcu.Common.Transport.Ngtcp2;

// Room for a batch of packets with their addresses, in native memory, in the form that recvmmsg and sendmmsg take: many packets
// for one system call. An endpoint thread has one to receive and one to send. The thread's own; nothing is allocated per packet.
//
// No GSO (UDP_SEGMENT): it cuts one buffer into packets for one address, and here every listener has an address of its own and gets one
// packet per frame (1.03, measured), so that every buffer would hold one packet and pay for one control message more. The kernel's
// part, two fifths of what a packet costs, is its way down the stack, one by one; the system call is shared by 64 as it is. GRO
// (UDP_GRO) likewise: what comes in comes from as many addresses.
internal sealed unsafe class UdpBatch : IDisposable
{
    internal const int Capacity = 64;
    private const int ControlSpace = 96; // an address and a time of arrival
    private const int CmsgHeader = 16;
    private const int PktInfo4 = 12;
    private const int PktInfo6 = 20;

    private readonly mmsghdr* _messages;
    private readonly iovec* _vectors;
    private readonly NativeAddress* _addresses;
    private readonly byte* _controls;
    private readonly byte* _packets;

    internal UdpBatch()
    {
        _messages = (mmsghdr*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(mmsghdr));
        _vectors = (iovec*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(iovec));
        _addresses = (NativeAddress*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(NativeAddress));
        _controls = (byte*)NativeMemory.AllocZeroed(Capacity, ControlSpace);
        _packets = (byte*)NativeMemory.AllocZeroed(Capacity, Endpoint.PacketBuffer);
        for (int i = 0; i < Capacity; i++)
        {
            _vectors[i].iov_base = _packets + (i * Endpoint.PacketBuffer);
            _messages[i].msg_hdr.msg_iov = _vectors + i;
            _messages[i].msg_hdr.msg_iovlen = 1;
            _messages[i].msg_hdr.msg_name = _addresses[i].Bytes;
        }
    }

    /// <summary>Reads what has arrived.</summary>
    /// <returns>How many packets; 0 where there is none; −errno where the network reports an error.</returns>
    internal int Receive(SafeHandle socket)
    {
        for (int i = 0; i < Capacity; i++)
        {
            _vectors[i].iov_len = Endpoint.PacketBuffer;
            _messages[i].msg_hdr.msg_namelen = NativeAddress.Capacity;
            _messages[i].msg_hdr.msg_control = _controls + (i * ControlSpace);
            _messages[i].msg_hdr.msg_controllen = ControlSpace;
        }

        int count = recvmmsg(socket, _messages, Capacity, MSG_DONTWAIT, null);
        if (count >= 0)
        {
            return count;
        }

        int error = Marshal.GetLastPInvokeError();
        return error is EAGAIN or EINTR ? 0 : -error;
    }

    /// <summary>A received packet; empty where it was longer than any packet may be.</summary>
    internal ReadOnlySpan<byte> Packet(int index) =>
        (_messages[index].msg_hdr.msg_flags & MSG_TRUNC) != 0
            ? default
            : new ReadOnlySpan<byte>(_packets + (index * Endpoint.PacketBuffer), (int)_messages[index].msg_len);

    /// <summary>Where a received packet came from and, where the socket tells, which address of ours it came to.</summary>
    internal NetworkPath Path(int index, in NativeAddress bound)
    {
        NetworkPath path = new() { Local = bound, Remote = _addresses[index] };
        path.Remote.Length = _messages[index].msg_hdr.msg_namelen;
        if (path.Remote.Length == 0)
        {
            return path;
        }

        byte* data = Find(index, IPPROTO_IP, IP_PKTINFO, PktInfo4);
        if (data is not null)
        {
            // ipi_spec_dst, where an answer may come from; ipi_addr is the header's, which may be a broadcast address.
            new ReadOnlySpan<byte>(data + 4, 4).CopyTo(new Span<byte>(path.Local.Bytes + 4, 4));
            return path;
        }

        data = Find(index, IPPROTO_IPV6, IPV6_PKTINFO, PktInfo6);
        if (data is not null)
        {
            new ReadOnlySpan<byte>(data, 16).CopyTo(new Span<byte>(path.Local.Bytes + 8, 16));
        }

        return path;
    }

    /// <summary>When the kernel was given a received packet, in nanoseconds of the wall clock; 0 where the socket does not tell.</summary>
    internal long Stamp(int index)
    {
        timespec* time = (timespec*)Find(index, SOL_SOCKET, SO_TIMESTAMPNS, sizeof(timespec));
        return time is null ? 0 : (time->tv_sec * MonotonicClock.Second) + time->tv_nsec;
    }

    // The data of a received packet's control message; null where it has none of that kind.
    private byte* Find(int index, int level, int type, int size)
    {
        byte* controls = _controls + (index * ControlSpace);
        nuint length = _messages[index].msg_hdr.msg_controllen;
        nuint start = 0;
        while (start + CmsgHeader + (nuint)size <= length)
        {
            cmsghdr* control = (cmsghdr*)(controls + start);
            if (control->cmsg_len < CmsgHeader || control->cmsg_len > length - start)
            {
                break;
            }

            if (control->cmsg_level == level && control->cmsg_type == type && control->cmsg_len >= CmsgHeader + (nuint)size)
            {
                return (byte*)control + CmsgHeader;
            }

            start += (control->cmsg_len + 7) & ~(nuint)7;
        }

        return null;
    }

    /// <summary>The room for packet number <paramref name="index"/> of a batch to send.</summary>
    internal Span<byte> Buffer(int index) => new(_packets + (index * Endpoint.PacketBuffer), Endpoint.PacketBuffer);

    /// <summary>Addresses a packet whose bytes stand in its buffer.</summary>
    internal void Address(int index, int length, in NetworkPath path, bool fromLocalAddress, bool connected)
    {
        _vectors[index].iov_len = (nuint)length;
        _addresses[index] = path.Remote;
        msghdr* message = &_messages[index].msg_hdr;
        message->msg_name = connected ? null : _addresses[index].Bytes;
        message->msg_namelen = connected ? 0 : path.Remote.Length;
        message->msg_control = null;
        message->msg_controllen = 0;
        if (!fromLocalAddress || path.Local.Length == 0)
        {
            return;
        }

        cmsghdr* control = (cmsghdr*)(_controls + (index * ControlSpace));
        byte* data = (byte*)control + CmsgHeader;
        NativeMemory.Clear(control, ControlSpace);
        message->msg_control = control;
        bool isInet4 = path.Local.IsInet4;
        control->cmsg_level = isInet4 ? IPPROTO_IP : IPPROTO_IPV6;
        control->cmsg_type = isInet4 ? IP_PKTINFO : IPV6_PKTINFO;
        control->cmsg_len = (nuint)(CmsgHeader + (isInet4 ? PktInfo4 : PktInfo6));
        message->msg_controllen = isInet4 ? 32u : 40u;
        NativeAddress local = path.Local;
        if (isInet4)
        {
            new ReadOnlySpan<byte>(local.Bytes + 4, 4).CopyTo(new Span<byte>(data + 4, 4));
        }
        else
        {
            new ReadOnlySpan<byte>(local.Bytes + 8, 16).CopyTo(new Span<byte>(data, 16));
        }
    }

    /// <summary>Sends a run of packets.</summary>
    /// <returns>How many went out; −errno where the first did not.</returns>
    internal int Send(SafeHandle socket, int first, int count)
    {
        int sent = sendmmsg(socket, _messages + first, (uint)count, MSG_DONTWAIT);
        return sent >= 0 ? sent : -Marshal.GetLastPInvokeError();
    }

    public void Dispose()
    {
        NativeMemory.Free(_messages);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_addresses);
        NativeMemory.Free(_controls);
        NativeMemory.Free(_packets);
    }
}
