namespace Mcu.Common.Buffers;

/// <summary>
/// A bounded ring of small packets between one writing and one reading thread. It neither locks nor allocates, and when it is
/// full the oldest packet makes room: late speech is worth less than new speech.
/// </summary>
/// <remarks>
/// Thread: one writer, one reader, at the same time if need be. Both may advance the head (the writer to drop the oldest), so it
/// moves by compare-and-swap only; a reader whose packet was overwritten while it copied loses that race and reads the next.
/// Memory: <c>capacity × maxPacketSize</c> bytes, taken once.
/// </remarks>
public sealed class PacketRing
{
    private readonly byte[] _bytes;
    private readonly Slot[] _slots;
    private readonly int _mask;
    private readonly int _maxPacketSize;
    private long _head;
    private long _tail;
    private long _dropped;

    /// <summary>Makes an empty ring.</summary>
    /// <param name="capacity">Packets it holds; a power of two.</param>
    /// <param name="maxPacketSize">Bytes of the largest packet it takes.</param>
    /// <exception cref="ArgumentOutOfRangeException">Capacity is no power of two, or a size is not positive.</exception>
    public PacketRing(int capacity, int maxPacketSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPacketSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(capacity & (capacity - 1), 0, nameof(capacity));
        _slots = new Slot[capacity];
        _bytes = new byte[capacity * maxPacketSize];
        _mask = capacity - 1;
        _maxPacketSize = maxPacketSize;
    }

    /// <summary>Packets that were overwritten before anyone read them, and packets too large to be taken.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether there was nothing to read at the moment of asking.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Packets in it at the moment of asking; the other thread may have changed that since.</summary>
    public int Count => (int)Math.Max(0, Volatile.Read(ref _tail) - Volatile.Read(ref _head));

    /// <summary>Writer only. Puts a packet in, at the cost of the oldest where the ring is full.</summary>
    /// <param name="packet">1 to <c>maxPacketSize</c> bytes; anything else is dropped and counted.</param>
    /// <param name="stamp">A number that travels with the packet; by custom the time of arrival in nanoseconds.</param>
    /// <returns>False where a packet, this one or the oldest, was dropped.</returns>
    public bool Write(ReadOnlySpan<byte> packet, long stamp)
    {
        if (packet.IsEmpty || packet.Length > _maxPacketSize)
        {
            Interlocked.Increment(ref _dropped);
            return false;
        }

        long tail = _tail;
        long head = Volatile.Read(ref _head);
        bool kept = true;
        if (tail - head == _slots.Length && Interlocked.CompareExchange(ref _head, head + 1, head) == head)
        {
            Interlocked.Increment(ref _dropped);
            kept = false;
        }

        int index = (int)(tail & _mask);
        packet.CopyTo(_bytes.AsSpan(index * _maxPacketSize));
        _slots[index] = new Slot(stamp, packet.Length);
        Volatile.Write(ref _tail, tail + 1);
        return kept;
    }

    /// <summary>Reader only. Takes the oldest packet out.</summary>
    /// <param name="destination">At least <c>maxPacketSize</c> bytes.</param>
    /// <param name="stamp">The number it was put in with.</param>
    /// <returns>The packet's length in bytes, or 0 where the ring is empty.</returns>
    public int Read(Span<byte> destination, out long stamp)
    {
        while (true)
        {
            long head = Volatile.Read(ref _head);
            if (head == Volatile.Read(ref _tail))
            {
                stamp = 0;
                return 0;
            }

            int index = (int)(head & _mask);
            Slot slot = _slots[index];
            // The writer may be overwriting this very slot; what was copied counts only if the head has not moved.
            int length = Math.Clamp(slot.Length, 0, _maxPacketSize);
            _bytes.AsSpan(index * _maxPacketSize, length).CopyTo(destination);
            if (Interlocked.CompareExchange(ref _head, head + 1, head) == head)
            {
                stamp = slot.Stamp;
                return length;
            }
        }
    }

    private readonly record struct Slot(long Stamp, int Length);
}
