namespace Mcu.Server.Mixing;

// From a sender's numbers to those of one listener's stream: what is added stays the same as long as nothing is left out, so that
// the listener sees what was lost or overtaken on the way here, and goes on unbroken where something was. A value; pure.
internal struct Renumbering()
{
    private int _stream = -1;
    private long _first; // lowest sequence of the sender's that these offsets hold for
    private uint _addedSequence;
    private uint _addedTime;

    // The listener's numbers were used for something else: both offsets are fixed anew with the next packet.
    public void Forget() => _stream = -1;

    // Before a packet, and those held that go out before it: `first` is the earliest of them. `time`: the listener's timestamp now.
    // True where both offsets are new.
    public bool Anchor(in SpokenPacket packet, long first, long firstTime, in StreamNumbers numbers, uint time)
    {
        bool isNew = packet.Stream != _stream;
        if (isNew)
        {
            // Not before what the listener has been told already, or its past would come again.
            int room = unchecked((int)(time - (uint)(packet.Time - firstTime) - numbers.NextTimestamp));
            uint firstOut = room >= 0 ? numbers.NextTimestamp + (uint)room : numbers.NextTimestamp;
            _addedTime = unchecked(firstOut - (uint)firstTime);
            _stream = packet.Stream;
        }

        uint added = unchecked(numbers.NextSequence - (uint)first);
        if (isNew || (packet.Opens && added != _addedSequence))
        {
            _addedSequence = added;
            _first = first;
        }

        return isNew;
    }

    // The listener's numbers for a packet. False where it is from before these offsets: its place was given to another one.
    public readonly bool TryMap(long sequence, long time, out uint outSequence, out uint outTime)
    {
        outSequence = unchecked((uint)sequence + _addedSequence);
        outTime = unchecked((uint)time + _addedTime);
        return sequence >= _first;
    }
}
