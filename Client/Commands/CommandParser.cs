using System.Text;

namespace Mcu.Client.Commands;

// Pure: a line, as somebody types it, to what it asks for. Takes any text; whatever cannot be carried out becomes a refusal.
internal static class CommandParser
{
    // Peers: who is in the room. Null where the line is blank.
    public static Command? Parse(string line, IReadOnlyList<Peer> peers)
    {
        if (line.Length > CommandLimits.MaxLineBytes || Encoding.UTF8.GetByteCount(line) > CommandLimits.MaxLineBytes)
        {
            return LineTooLong;
        }

        if (CommandText.FindControl(line) is { } control)
        {
            return Refuse(null, RefusalCode.BadText, $"The line has the control character {control}; text is allowed.");
        }

        string text = line.Replace('\t', ' ').Trim();
        if (text.Length == 0)
        {
            return null;
        }

        if (text[0] != '/')
        {
            return Refuse(
                null,
                RefusalCode.NotACommand,
                $"{CommandText.Shown(text)} is not a command: commands begin with a slash; /help lists them.");
        }

        int end = text.IndexOf(' ', StringComparison.Ordinal);
        string word = end < 0 ? text[1..] : text[1..end];
        string rest = end < 0 ? "" : text[end..].Trim();
        return CommandTable.Find(word) is { } description ? Parse(description, rest, peers) : Unknown(word);
    }

    // For a reader that did not keep such a line.
    public static Command.Refused LineTooLong { get; } = Refuse(
        null, RefusalCode.LineTooLong, $"The line is too long; at most {CommandLimits.MaxLineBytes} bytes are allowed.");

    private static Command Parse(CommandDescription description, string rest, IReadOnlyList<Peer> peers) =>
        description.Name switch
        {
            CommandTable.Mute => ParseMute(description, rest),
            CommandTable.Who => Alone(description, rest, new Command.Who()),
            CommandTable.Leave => Alone(description, rest, new Command.Leave()),
            CommandTable.Help => Alone(description, rest, new Command.Help()),
            _ => ParseAboutPeer(description, rest, peers),
        };

    private static Command ParseMute(CommandDescription description, string rest) => rest.ToUpperInvariant() switch
    {
        "" => new Command.Mute(null),
        "ON" => new Command.Mute(true),
        "OFF" => new Command.Mute(false),
        _ => Unfit(description, $"{CommandText.Shown(rest)} stands after it; allowed is {description.Usage}"),
    };

    private static Command Alone(CommandDescription description, string rest, Command command) =>
        rest.Length == 0 ? command : Unfit(description, $"{CommandText.Shown(rest)} stands after it; nothing is allowed there");

    private static Command ParseAboutPeer(CommandDescription description, string rest, IReadOnlyList<Peer> peers)
    {
        if (rest.Length == 0)
        {
            return Unfit(description, $"it is not said who; allowed is {description.Usage}");
        }

        bool takesRest = description.Name == CommandTable.Kick;
        return !new PeerLookup(peers).TryFind(rest, takesRest, out Peer? peer, out string reason, out var refusal)
            ? Refuse(description.Name, refusal.Code, refusal.Sentence)
            : description.Name switch
            {
                CommandTable.Kick => ParseKick(description, peer, reason),
                CommandTable.ForceMute => new Command.ForceMute(peer, true),
                CommandTable.ForceUnmute => new Command.ForceMute(peer, false),
                CommandTable.Block => new Command.Block(peer, true),
                _ => new Command.Block(peer, false),
            };
    }

    private static Command ParseKick(CommandDescription description, Peer peer, string reason)
    {
        int bytes = Encoding.UTF8.GetByteCount(reason);
        return bytes <= CommandLimits.MaxReasonBytes
            ? new Command.Kick(peer, reason)
            : Unfit(
                description,
                $"the reason takes {bytes} bytes of UTF-8; at most {CommandLimits.MaxReasonBytes} are allowed");
    }

    private static Command.Refused Unknown(string word)
    {
        string unknown = $"There is no command {CommandText.Shown("/" + word)}";
        string? near = NearestWord.Of(word, CommandTable.All.Select(command => command.Name));
        return Refuse(
            null,
            RefusalCode.UnknownCommand,
            near is null ? $"{unknown}; /help lists what there is." : $"{unknown}. Is /{near} meant? /help lists what there is.");
    }

    private static Command.Refused Unfit(CommandDescription description, string why) =>
        Refuse(description.Name, RefusalCode.BadArgument, $"/{description.Name}: {why}.");

    private static Command.Refused Refuse(string? name, RefusalCode code, string sentence) => new(name, code, sentence);
}
