using Mcu.Client.Session;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Interactive;

// Pure: how much an event weighs for whoever watches the screen.
internal static class EventTones
{
    public static EventTone Of(ConferenceEvent happened) => happened switch
    {
        ConferenceEvent.Silent => EventTone.Warning,
        ConferenceEvent.Answering => EventTone.Good,
        ConferenceEvent.Lost => EventTone.Bad,
        ConferenceEvent.InRoom room => Of(room.Happened),
        _ => EventTone.Plain,
    };

    private static EventTone Of(SessionEvent happened) => happened switch
    {
        SessionEvent.Came or SessionEvent.Left => EventTone.Quiet,
        SessionEvent.Joined => EventTone.Good,
        SessionEvent.MuteChanged { Who: { IsSelf: true, IsForceMuted: false } } => EventTone.Good,
        SessionEvent.MuteChanged { Who.IsSelf: true } or SessionEvent.HostChanged { Host.IsSelf: true } or SessionEvent.Notice =>
            EventTone.Warning,
        SessionEvent.ShuttingDown => EventTone.Bad,
        _ => EventTone.Plain,
    };
}
