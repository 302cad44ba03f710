using Mcu.Client.Session;

namespace Mcu.Client.Headless;

// What happens, as plain lines for people and for scripts that wait for one. docs/headless.md lists them.
internal static class ProgressLine
{
    public static string Joined(ConferenceSession session)
    {
        string[] others = [.. session.OthersAtJoining.Select(SessionText.Clean)];
        string with = others.Length == 0 ? "nobody else is here" : $"with {string.Join(", ", others)}";
        return $"joined {SessionText.Clean(session.Room)} as {SessionText.Clean(session.Roster.SelfName)}, {with}";
    }

    public static string Of(SessionEvent happened) => happened switch
    {
        SessionEvent.Came came => $"came {SessionText.Clean(came.Name)}",
        SessionEvent.Left left when SessionText.Of(left.Reason) is { Length: > 0 } why =>
            $"left {SessionText.Clean(left.Name)} ({why})",
        SessionEvent.Left left => $"left {SessionText.Clean(left.Name)}",
        SessionEvent.HostChanged { IsSelf: true } => "host you",
        SessionEvent.HostChanged host => $"host {SessionText.Clean(host.Name)}",
        SessionEvent.Refused refused => $"refused {SessionText.Clean(refused.Sentence)}",
        SessionEvent.ShuttingDown { Reason: "" } => "the server is being stopped",
        SessionEvent.ShuttingDown goodbye => $"the server is being stopped: {SessionText.Clean(goodbye.Reason)}",
        _ => "",
    };

    public static string Ended(SessionEnd end) => end.Kind switch
    {
        SessionEndKind.Left => "ended: we left",
        SessionEndKind.ServerShutDown => "ended: the server is being stopped",
        SessionEndKind.ClosedByServer => $"ended: the server closed the connection: {SessionText.Of(end.Code, end.Reason)}",
        _ => $"ended: the connection was lost: {SessionText.Clean(end.Reason)}",
    };

    public static string NameOf(SessionEndKind kind) => kind switch
    {
        SessionEndKind.Left => "left",
        SessionEndKind.ServerShutDown => "server_shut_down",
        SessionEndKind.ClosedByServer => "closed_by_server",
        _ => "connection_lost",
    };
}
