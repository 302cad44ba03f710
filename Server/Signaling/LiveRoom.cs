using Mcu.Server.Mixing;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// A room that has somebody in it: the members' connections and the mixer that ticks for them. Under the lobby's lock, but for what
// the mixer says of the talkers.
internal sealed class LiveRoom : ITalkerObserver
{
    private readonly TalkerNews _news;
    private IReadOnlyList<ulong> _latest = [];
    private int _isPosted;

    public LiveRoom(Room room, MixStreamPool streams, MixStatistics statistics, TalkerNews news)
    {
        _news = news;
        Room = room;
        Mixer = new RoomMixer(streams, statistics, this);
    }

    public Room Room { get; }

    public RoomMixer Mixer { get; }

    public Dictionary<ulong, Membership> Members { get; } = [];

    // Who was last said to be heard.
    public IReadOnlyList<ulong> Talkers { get; set; } = [];

    // Mixing thread. Only the newest waits, and a room is posted once, however often this is called before it is read.
    public void TalkersChanged(IReadOnlyList<ulong> talkers)
    {
        Volatile.Write(ref _latest, talkers);
        if (Interlocked.Exchange(ref _isPosted, 1) == 0)
        {
            _news.Post(this);
        }
    }

    // The newest word of the mixer; the next one is posted again.
    public IReadOnlyList<ulong> TakeLatest()
    {
        Interlocked.Exchange(ref _isPosted, 0);
        return Volatile.Read(ref _latest);
    }
}
