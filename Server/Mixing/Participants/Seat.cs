namespace Mcu.Server.Mixing;

// What a tick has to know of one listener in order to send it its mix, and nothing else: a room keeps its listeners' side by side, so
// that a thousand of them are read and written in one go. See Downlink for where it is when.
internal struct Seat()
{
    // Where the outlet finds the listener; unknown where its sink is to be called.
    public Addressee Address;

    // The stream of its mix class, of the last tick or already of this one; null while nobody is heard.
    public MixStream? Stream;

    public StreamNumbers Numbers = new();

    // Whether the listener is sent another's packets and no mix: its numbers are not here but in its downlink.
    public bool IsAway;
}
