namespace Mcu.Client.Control;

// What "mcu-client ctl" was asked for.
internal sealed record ControlRequest
{
    // The words of the command, with a slash before them or not.
    public required IReadOnlyList<string> Words { get; init; }

    // Which client; null is the one that was started last.
    public int? ProcessId { get; init; }

    // Every client, and no ProcessId.
    public bool All { get; init; }

    // What stands on a command line without any flag, read without all that flags need: a hotkey asks for it at every key press.
    // Null where there is more to read.
    public static ControlRequest? OfPlain(IReadOnlyList<string> arguments) =>
        arguments is ["ctl", _, ..] && !arguments.Any(word => word.StartsWith('-'))
            ? new ControlRequest { Words = [.. arguments.Skip(1)] }
            : null;

    // As a client takes it.
    public string Line => string.Join(' ', Words) is ['/', ..] line ? line : $"/{string.Join(' ', Words)}";
}
