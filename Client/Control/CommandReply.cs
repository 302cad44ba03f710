namespace Mcu.Client.Control;

// What became of a command, for people. Error: why it was not carried out, a sentence; null where it was. On the wire: the lines,
// then "ok" or "error: " and the sentence.
internal sealed record CommandReply(IReadOnlyList<string> Lines, string? Error = null)
{
    private const string Done = "ok";
    private const string NotDone = "error: ";

    public bool IsOk => Error is null;

    public static CommandReply Refused(string sentence) => new([], sentence);

    // Every line and its end.
    public string Write()
    {
        string last = Error is null ? Done : NotDone + Error;
        return string.Concat(Lines.Append(last).Select(line => $"{string.Concat(line.Select(Clean))}\n"));
    }

    // Null where it is none, or not a whole one.
    public static CommandReply? Read(string text)
    {
        string[] lines = text.Split('\n');
        return lines is not [.. var before, var last, ""] ? null
            : last == Done ? new CommandReply(before)
            : last.StartsWith(NotDone, StringComparison.Ordinal) ? new CommandReply(before, last[NotDone.Length..])
            : null;
    }

    // What could end a line, or drive a terminal.
    private static char Clean(char c) => char.IsControl(c) ? '\uFFFD' : c;
}
