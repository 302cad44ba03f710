using System.Text;

namespace Mcu.Client.Commands;

// Pure: a line, as somebody types it, to what it asks for. Takes any text; whatever cannot be carried out becomes a refusal.
internal static class CommandParser
{
    // The word for the system's device, whichever that is.
    public const string DefaultDevice = "default";

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
            return NoSlash(text);
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
        description.Takes switch
        {
            ArgumentKind.None => Alone(description, rest),
            ArgumentKind.Words => ParseWord(description, rest),
            ArgumentKind.Peer => ParseAboutPeer(description, rest, peers),
            _ => ParseDevice(description, rest),
        };

    private static Command Alone(CommandDescription description, string rest) => rest.Length == 0
        ? description.Name switch
        {
            CommandTable.Who => new Command.Who(),
            CommandTable.Invite => new Command.Invite(),
            CommandTable.Devices => new Command.Devices(),
            CommandTable.Statistics => new Command.Statistics(),
            CommandTable.Leave => new Command.Leave(),
            _ => new Command.Help(),
        }
        : Unfit(description, $"{CommandText.Shown(rest)} stands after it; nothing is allowed there");

    private static Command ParseWord(CommandDescription description, string rest)
    {
        string? word = rest.Length == 0
            ? null
            : description.Words.FirstOrDefault(one => one.Equals(rest, StringComparison.OrdinalIgnoreCase));
        if (word is null && rest.Length > 0)
        {
            string? near = NearestWord.Of(rest, description.Words);
            string meant = near is null ? "; allowed" : $". Is {near} meant? Allowed";
            return Unfit(description, $"{CommandText.Shown(rest)} stands after it{meant} is {description.Usage}");
        }

        bool? on = word is null ? null : word == "on";
        return description.Name switch
        {
            CommandTable.Mute => new Command.Mute(on),
            CommandTable.TalkKey => new Command.TalkKey(word is null or "toggle" ? null : word == "down"),
            CommandTable.Mode => new Command.Mode(ModeOf(word)),
            CommandTable.Echo => new Command.Processing(ProcessingPart.EchoCancellation, on),
            CommandTable.Noise => new Command.Processing(ProcessingPart.NoiseSuppression, on),
            _ => new Command.Processing(ProcessingPart.AutomaticGain, on),
        };
    }

    private static TalkMode? ModeOf(string? word) => word switch
    {
        "voice" => TalkMode.Voice,
        "ptt" => TalkMode.PushToTalk,
        "continuous" => TalkMode.Continuous,
        _ => null,
    };

    // Without quotes the name is all that stands there; in quotes, "default" is a name as any other.
    private static Command ParseDevice(CommandDescription description, string rest)
    {
        string? device = rest;
        if (rest.StartsWith('"'))
        {
            if (!QuotedName.TryRead(rest, out device, out string behind))
            {
                return Unfit(description, $"a quote is not closed in {CommandText.Shown(rest)}");
            }

            if (behind.Length > 0)
            {
                return Unfit(description, $"nothing may follow the name, but {CommandText.Shown(behind)} does");
            }
        }
        else if (rest.Equals(DefaultDevice, StringComparison.OrdinalIgnoreCase))
        {
            device = null;
        }

        return string.IsNullOrWhiteSpace(device) && device is not null
            ? Unfit(description, $"it is not said which; allowed is {description.Usage}, and /{CommandTable.Devices} lists them")
            : description.Takes == ArgumentKind.InputDevice ? new Command.UseInput(device) : new Command.UseOutput(device);
    }

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

    // Most who write so want to say something to the others; some forgot the slash.
    private static Command.Refused NoSlash(string text)
    {
        string meant = CommandTable.Find(text.Split(' ')[0]) is { } command ? $" Is /{command.Name} meant?" : "";
        return Refuse(
            null,
            RefusalCode.NotACommand,
            $"{CommandText.Shown(text)} is not a command, and there is no text chat here: commands begin with a slash.{meant} "
                + "/help lists them.");
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
