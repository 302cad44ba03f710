using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// What happened in the room, in order. The end is not among them: it is ConferenceSession.Ended.
internal abstract record SessionEvent
{
    private SessionEvent()
    {
    }

    internal sealed record Came(string Name) : SessionEvent;

    internal sealed record Left(string Name, LeaveReason Reason) : SessionEvent;

    internal sealed record HostChanged(string Name, bool IsSelf) : SessionEvent;

    // The server could not do something; the connection goes on.
    internal sealed record Refused(ErrorCode Code, string Sentence) : SessionEvent;

    internal sealed record ShuttingDown(string Reason) : SessionEvent;
}
