using System.Numerics;
using System.Runtime.InteropServices;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// The few places that a connection's datagrams wait in until msquic has put them into a packet: memory that never moves, each with the
// descriptor that msquic reads. Threads: one takes, any gives back; no lock.
internal sealed unsafe class DatagramSlots
{
    internal const int Count = TransportDefaults.DatagramQueue;

    private const int SlotLength = 16 + TransportDefaults.MaxUdpPayload;

    private readonly byte[] _memory = GC.AllocateUninitializedArray<byte>(Count * SlotLength, pinned: true);
    private int _free = (1 << Count) - 1;

    internal int Free => BitOperations.PopCount((uint)Volatile.Read(ref _free));

    /// <summary>Copies a datagram into a free slot.</summary>
    /// <returns>False where there is none.</returns>
    internal bool TryFill(ReadOnlySpan<byte> datagram, out int slot, out QuicBuffer* buffer)
    {
        int free = Volatile.Read(ref _free);
        slot = BitOperations.TrailingZeroCount(free);
        if (free == 0)
        {
            buffer = null;
            return false;
        }

        Interlocked.And(ref _free, ~(1 << slot));
        byte* start = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, slot * SlotLength);
        buffer = (QuicBuffer*)start;
        buffer->Length = (uint)datagram.Length;
        buffer->Buffer = start + sizeof(QuicBuffer);
        datagram.CopyTo(new Span<byte>(buffer->Buffer, TransportDefaults.MaxUdpPayload));
        return true;
    }

    internal void Release(int slot) => Interlocked.Or(ref _free, 1 << slot);
}
