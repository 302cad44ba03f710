using System.Runtime.InteropServices;
using Mcu.Common.Buffers;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// Several endpoints on one port: each packet belongs to the one that has its connection, and the ids that we give ourselves say
// which that is, by their first byte. The kernel mostly knows that too (ReusePortFilter); a packet that it gave to another socket all
// the same, because the peer's address changed, say, is handed over through a bounded ring, the oldest dropped first.
internal sealed unsafe partial class Endpoint
{
    /// <summary>Arbitrary: what comes to the wrong socket while its owner is busy for a few milliseconds.</summary>
    private const int HandoverCapacity = 64;
    private static readonly int s_pathSize = sizeof(NetworkPath);

    // By who hands over, made when first used: with the filter hardly any ever is.
    private readonly PacketRing?[] _inboxes;
    private byte[] _parcel = [];

    /// <summary>Packets handed over to this endpoint that it had no time for.</summary>
    internal long HandoversDropped
    {
        get
        {
            long dropped = 0;
            foreach (ref PacketRing? inbox in _inboxes.AsSpan())
            {
                dropped += Volatile.Read(ref inbox)?.Dropped ?? 0;
            }

            return dropped;
        }
    }

    /// <summary>Makes an id by which packets find this endpoint.</summary>
    internal void MakeId(ngtcp2_cid* id, int length)
    {
        ConnectionId.Randomize(id, length);
        id->data[0] = (byte)((id->data[0] % (256 / _group.Count) * _group.Count) + _index);
    }

    /// <summary>Gives a packet of nobody known here to the endpoint that must know it.</summary>
    /// <returns>False where that is this one, or the packet is a newcomer's, whom anyone may take in.</returns>
    private bool TryHandOver(in NetworkPath path, ReadOnlySpan<byte> packet, ConnectionId destination)
    {
        int owner = destination.FirstByte % _group.Count;
        bool isInitial = (packet[0] & 0xB0) == 0x80;
        if (owner == _index || isInitial)
        {
            return false;
        }

        Count.HandedOver++;
        Span<byte> parcel = Parcel();
        MemoryMarshal.Write(parcel, path);
        packet.CopyTo(parcel[s_pathSize..]);
        _group[owner].TakeParcel(_index, parcel[..(s_pathSize + packet.Length)]);
        return true;
    }

    /// <summary>On another endpoint's thread.</summary>
    private void TakeParcel(int from, ReadOnlySpan<byte> parcel)
    {
        PacketRing? inbox = _inboxes[from];
        if (inbox is null)
        {
            inbox = new PacketRing(HandoverCapacity, s_pathSize + PacketBuffer);
            Volatile.Write(ref _inboxes[from], inbox);
        }

        inbox.Write(parcel, 0);
        WantFlush();
    }

    private void OpenParcels(long now, IPacketOutput output)
    {
        foreach (ref PacketRing? slot in _inboxes.AsSpan())
        {
            if (Volatile.Read(ref slot) is not { } inbox)
            {
                continue;
            }

            // Not more than fit at once: whoever hands over faster than this reads must not keep speech waiting.
            for (int i = 0; i < HandoverCapacity && inbox.Read(Parcel(), out _) is var length and > 0; i++)
            {
                ReadOnlySpan<byte> packet = _parcel.AsSpan(s_pathSize, length - s_pathSize);
                NetworkPath path = MemoryMarshal.Read<NetworkPath>(_parcel);
                if (TryReadDestination(packet, out ConnectionId destination, out _))
                {
                    Take(path, packet, destination, now, output, mayHandOver: false);
                }
            }
        }
    }

    private Span<byte> Parcel()
    {
        if (_parcel.Length == 0)
        {
            _parcel = new byte[s_pathSize + PacketBuffer];
        }

        return _parcel;
    }
}
