namespace Mcu.Client.Session;

// What happened to a stay in a room, in order, through all its sessions. Sentences are whole, and safe to show.
internal abstract record ConferenceEvent
{
    private ConferenceEvent()
    {
    }

    // The first of all, and after every loss that was made good. What is spoken on from now on is this session's.
    internal sealed record Connected(ConferenceSession Session) : ConferenceEvent;

    // Something happened in the room, during the session that was connected last. First of each session is its Joined.
    internal sealed record InRoom(SessionEvent Happened) : ConferenceEvent;

    // We are in the room, but the server has not answered for so long.
    internal sealed record Silent(TimeSpan For) : ConferenceEvent;

    // It was silent, and answers again.
    internal sealed record Answering : ConferenceEvent;

    // We are not in the room any more, or still not: why, and how long it is until the next try.
    internal sealed record Lost(string Sentence, TimeSpan Wait) : ConferenceEvent;

    // A try begins; counted from 1 since the session was lost.
    internal sealed record Trying(int Count) : ConferenceEvent;

    // The last: it is over.
    internal sealed record Ended(SessionEnd End) : ConferenceEvent;
}
