using Mcu.Client.Session;

namespace Mcu.Client.Narration;

// Pure: what happens, as plain lines for people and for the log.
internal static class ProgressLine
{
    // Null for what makes no line.
    public static string? Of(ConferenceEvent happened) => happened switch
    {
        ConferenceEvent.InRoom room => Of(room.Happened),
        ConferenceEvent.Silent silent => $"The server has not answered for {Math.Floor(silent.For.TotalSeconds)} s.",
        ConferenceEvent.Answering => "The server answers again.",
        ConferenceEvent.Lost lost => $"{lost.Sentence} Trying again in {Math.Ceiling(lost.Wait.TotalSeconds)} s.",
        _ => null,
    };

    public static string? Of(SessionEvent happened) => happened switch
    {
        SessionEvent.Joined joined => Joined(joined),
        SessionEvent.Came came => $"came {came.Who.Name}",
        SessionEvent.Left left when SessionText.Of(left.Reason) is { Length: > 0 } why => $"left {left.Who.Name} ({why})",
        SessionEvent.Left left => $"left {left.Who.Name}",
        SessionEvent.HostChanged { Host.IsSelf: true } => "you are the host now",
        SessionEvent.HostChanged changed => $"{changed.Host.Name} is the host now",
        SessionEvent.MuteChanged changed => Mute(changed.Who),
        SessionEvent.Notice notice => $"notice {notice.Sentence}",
        SessionEvent.ShuttingDown { Reason: "" } => "the server is being stopped",
        SessionEvent.ShuttingDown goodbye => $"the server is being stopped: {goodbye.Reason}",
        _ => null,
    };

    public static string Ended(SessionEnd end) => end.Kind switch
    {
        SessionEndKind.Left => "ended: we left",
        SessionEndKind.ServerShutDown => "ended: the server is being stopped",
        SessionEndKind.Kicked => end.Reason.Length == 0
            ? "ended: we were put out of the room" : $"ended: we were put out of the room: {end.Reason}",
        SessionEndKind.ClosedByServer => $"ended: the server closed the connection: {SessionText.Of(end.Code, end.Reason)}",
        _ => $"ended: the connection was lost: {end.Reason}",
    };

    private static string Joined(SessionEvent.Joined joined)
    {
        string self = joined.Present.FirstOrDefault(someone => someone.IsSelf)?.Name ?? "";
        string[] others = [.. joined.Present.Where(someone => !someone.IsSelf).Select(someone => someone.Name)];
        string with = others.Length == 0 ? "nobody else is here" : $"with {string.Join(", ", others)}";
        return $"joined {joined.Room} as {self}, {with}";
    }

    // How somebody stands, after a change and where nothing was to change.
    public static string Mute(Participant who)
    {
        string subject = who.IsSelf ? "you are" : $"{who.Name} is";
        return (who.IsSelfMuted, who.IsForceMuted) switch
        {
            (false, false) => $"{subject} not muted",
            (true, false) => $"{subject} muted",
            (false, true) => $"{subject} silenced by the host",
            (true, true) => $"{subject} muted, and silenced by the host",
        };
    }
}
