using Mcu.Common.Protocol;

namespace Mcu.Client.Session;

// Pure: what came from a server, in words that a terminal can show without harm.
internal static class SessionText
{
    // Control characters (which could drive a terminal), line separators, marks that turn the direction of the line around, and
    // lone surrogates become U+FFFD.
    public static string Clean(string text) => string.Create(text.Length, text, static (clean, source) =>
    {
        for (int i = 0; i < source.Length; i++)
        {
            bool lone = char.IsSurrogate(source[i])
                && !(char.IsHighSurrogate(source[i]) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1]))
                && !(char.IsLowSurrogate(source[i]) && i > 0 && char.IsHighSurrogate(source[i - 1]));
            clean[i] = char.IsControl(source[i]) || lone || IsLayout(source[i]) ? '\uFFFD' : source[i];
        }
    });

    // A close code and its reason: "RoomFull (8): the room is full".
    public static string Of(ulong code, string reason)
    {
        string name = Enum.IsDefined((CloseCode)code) ? $"{(CloseCode)code} ({code})" : $"code {code}";
        return reason.Length == 0 ? name : $"{name}: {Clean(reason).TrimEnd('.')}";
    }

    // Of a server that is being stopped. Reason: clean, may be empty.
    public static string Goodbye(string reason) =>
        reason.Length == 0 ? "The server is being stopped." : $"The server is being stopped: {reason}";

    public static string Of(LeaveReason reason) => reason switch
    {
        LeaveReason.Left => "",
        LeaveReason.ConnectionLost => "connection lost",
        LeaveReason.ClosedByServer => "closed by the server",
        LeaveReason.Kicked => "put out of the room",
        _ => $"reason {(ushort)reason}",
    };

    // U+2028 and U+2029 end a line; the others turn the direction of what follows (UAX #9), and can make one name look like
    // another.
    private static bool IsLayout(char c) => c is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
