namespace Mcu.Common.Audio;

// The encoded packets that wait, by sequence: a ring of 16 slots with all memory taken once. Sequences in it lie within 16 of
// each other; the jitter buffer sees to that.
internal sealed class PacketStore(int maxPayloadBytes)
{
    // Somewhat more than the 10 frames of the hard cap, for a burst that arrives between two ticks.
    internal const int Capacity = 16;

    private readonly byte[] _bytes = new byte[Capacity * maxPayloadBytes];
    private readonly StoredPacket[] _packets = new StoredPacket[Capacity];

    internal int Count { get; private set; }

    // The highest sequence that was put in since the last Clear; meaningful while Count > 0.
    internal long Highest { get; private set; }

    internal void Add(in StoredPacket packet, ReadOnlySpan<byte> payload)
    {
        int slot = Slot(packet.Sequence);
        payload.CopyTo(_bytes.AsSpan(slot * maxPayloadBytes));
        _packets[slot] = packet with { Length = payload.Length, IsHere = true };
        Highest = Count == 0 ? packet.Sequence : Math.Max(Highest, packet.Sequence);
        Count++;
    }

    internal bool TryGet(long sequence, out StoredPacket packet)
    {
        packet = _packets[Slot(sequence)];
        return packet.IsHere && packet.Sequence == sequence;
    }

    // The lowest sequence at or after the given one.
    internal bool TryFirst(long from, out StoredPacket packet)
    {
        if (Count > 0)
        {
            for (long sequence = Math.Max(from, Highest - Capacity + 1); sequence <= Highest; sequence++)
            {
                if (TryGet(sequence, out packet))
                {
                    return true;
                }
            }
        }

        packet = default;
        return false;
    }

    internal int CopyPayload(in StoredPacket packet, Span<byte> payload)
    {
        _bytes.AsSpan(Slot(packet.Sequence) * maxPayloadBytes, packet.Length).CopyTo(payload);
        return packet.Length;
    }

    internal void Remove(in StoredPacket packet)
    {
        _packets[Slot(packet.Sequence)] = default;
        Count--;
    }

    internal void Clear()
    {
        Array.Clear(_packets);
        Count = 0;
    }

    private static int Slot(long sequence) => (int)(sequence & (Capacity - 1));
}

// One waiting packet; its timestamp in samples, its arrival in nanoseconds.
internal readonly record struct StoredPacket(long Sequence, long Timestamp, long Arrival, byte Level, bool StartsTalkspurt)
{
    internal int Length { get; init; }

    internal bool IsHere { get; init; }
}
