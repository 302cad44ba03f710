using Mcu.Common.Protocol;

namespace Mcu.Benchmarks.Load;

// Counts one listener's stream as it comes, without decoding: one thread receives, any thread takes a reading, which may be a
// packet old. Nothing allocates.
internal sealed class StreamCount
{
    private long _received;
    private long _bytes;
    private long _highest = -1;
    private uint _first;
    private long _malformed;

    // A DatagramHandler.
    public void Receive(ReadOnlySpan<byte> datagram, long now)
    {
        if (!VoiceHeader.TryRead(datagram, out VoiceHeader header, out _))
        {
            Volatile.Write(ref _malformed, _malformed + 1);
            return;
        }

        if (_received == 0)
        {
            _first = header.Sequence;
        }

        // Distances are taken from the highest so far, so that the sequence may wrap, and packets may overtake each other.
        long place = _highest + unchecked((int)(header.Sequence - (uint)(_first + _highest)));
        Volatile.Write(ref _highest, Math.Max(_highest, place));
        Volatile.Write(ref _bytes, _bytes + datagram.Length);
        Volatile.Write(ref _received, _received + 1);
    }

    public StreamReading Read() => new(
        Volatile.Read(ref _received), Volatile.Read(ref _highest) + 1, Volatile.Read(ref _bytes), Volatile.Read(ref _malformed));
}

// Received: packets that came. Numbered: those that the numbers of the first and the last say were sent.
internal readonly record struct StreamReading(long Received, long Numbered, long Bytes, long Malformed)
{
    // Packets that were numbered and never came.
    public long Lost => Math.Max(0, Numbered - Received);
}
