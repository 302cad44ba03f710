using Mcu.Common.Audio;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// The last two datagrams that were too soft to be passed on, by rising sequence: a word begins before it is loud. Pure; its memory
// is taken once.
internal sealed class HeldPackets
{
    public const int Capacity = 2;

    private readonly byte[] _bytes = new byte[Capacity * ProtocolLimits.MaxDatagramBytes];
    private readonly Held[] _held = new Held[Capacity];
    private int _count;

    public int Count => _count;

    public long SequenceOf(int index) => _held[index].Sequence;

    public long TimeOf(int index) => _held[index].Time;

    public ReadOnlySpan<byte> DatagramOf(int index) =>
        _bytes.AsSpan(_held[index].Slot * ProtocolLimits.MaxDatagramBytes, _held[index].Length);

    public void Clear() => _count = 0;

    // Keeps a datagram of 1 to MaxDatagramBytes bytes, at the cost of the lowest sequence; it may itself be that.
    public void Add(long sequence, long time, ReadOnlySpan<byte> datagram)
    {
        int slot = _count;
        if (_count == Capacity)
        {
            if (sequence < _held[0].Sequence)
            {
                return;
            }

            slot = _held[0].Slot;
            RemoveFirst();
        }

        int index = _count;
        for (; index > 0 && _held[index - 1].Sequence > sequence; index--)
        {
            _held[index] = _held[index - 1];
        }

        datagram.CopyTo(_bytes.AsSpan(slot * ProtocolLimits.MaxDatagramBytes));
        _held[index] = new Held(sequence, time, slot, datagram.Length);
        _count++;
    }

    // Lets go of all that do not lead up to this packet: older than two frames, or not before it.
    public void KeepLeadingTo(long sequence, long time)
    {
        while (_count > 0 && time - _held[0].Time > Capacity * AudioFormat.FrameSamples)
        {
            RemoveFirst();
        }

        while (_count > 0 && _held[_count - 1].Sequence >= sequence)
        {
            _count--;
        }
    }

    private void RemoveFirst()
    {
        _count--;
        for (int i = 0; i < _count; i++)
        {
            _held[i] = _held[i + 1];
        }
    }

    private readonly record struct Held(long Sequence, long Time, int Slot, int Length);
}
