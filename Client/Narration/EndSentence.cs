using Mcu.Client.Session;

namespace Mcu.Client.Narration;

// Pure: how the stay ended, in a sentence for whoever sees nothing else of it any more.
internal static class EndSentence
{
    public static string Of(SessionEnd end) => end.Kind switch
    {
        SessionEndKind.Left => "You have left the room.",
        SessionEndKind.ServerShutDown => With("The server is being stopped", end.Reason),

        // Who put us out and why is a sentence of the server's already.
        SessionEndKind.Kicked => end.Reason.Length == 0 ? "The host has put you out of the room." : Whole(end.Reason),
        SessionEndKind.ClosedByServer => With("The server closed the connection", SessionText.Of(end.Code, end.Reason)),
        _ => With("The connection was lost", end.Reason),
    };

    private static string With(string what, string reason) =>
        reason.Length == 0 ? $"{what}." : $"{what}: {Whole(reason)}";

    private static string Whole(string sentence) => sentence[^1] is '.' or '!' or '?' ? sentence : $"{sentence}.";
}
