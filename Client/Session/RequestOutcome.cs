using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// How far a request came.
internal enum RequestOutcomeKind
{
    // The server did it.
    Done,

    // The server refused; code and sentence are its.
    Refused,

    // Never sent: too many requests wait for their answers.
    NotSent,

    // The session ended before the answer; whether it was carried out is not known.
    SessionEnded,
}

// What became of a request. The sentence is safe to show, and empty where it is done; the code says something where it was
// refused.
internal sealed record RequestOutcome(RequestOutcomeKind Kind, ErrorCode Code, string Sentence)
{
    public static RequestOutcome Done { get; } = new(RequestOutcomeKind.Done, ErrorCode.Other, "");

    public static RequestOutcome NotSent { get; } = new(
        RequestOutcomeKind.NotSent,
        ErrorCode.Other,
        $"{RequestQueue.MaxPending} requests wait for the server's answer already; this one was not sent.");

    public static RequestOutcome SessionEnded { get; } = new(
        RequestOutcomeKind.SessionEnded, ErrorCode.Other, "The session ended before the server answered.");

    public bool IsDone => Kind == RequestOutcomeKind.Done;

    public static RequestOutcome Of(ControlAnswer answer) => answer is Error error
        ? new(RequestOutcomeKind.Refused, error.Code, SessionText.Clean(error.Sentence))
        : Done;
}
