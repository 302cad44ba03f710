using Mcu.Client.Commands;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.Update;

// Pure: what could stand where the cursor is, from the table of commands, who is in the room, and what devices there are.
internal static class Completion
{
    // Null where nothing fits.
    public static CompletionState? Of(ScreenModel model)
    {
        string before = model.Line.Text[..model.Line.Cursor];
        string after = model.Line.Text[model.Line.Cursor..];
        string text = before.TrimStart();
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        (string kept, string[] candidates) = blank < 0
            ? ("", Commands(text))
            : Arguments(model, text[..blank], text[blank..].TrimStart());
        return candidates.Length == 0 ? null : new CompletionState(kept, after, candidates, 0);
    }

    // A line without a slash is completed to one with it.
    private static string[] Commands(string text)
    {
        string begun = text.TrimStart('/');
        string[] names = [.. CommandTable.All.Where(command => Begins(command.Name, begun)).Select(Begun)];
        return names.Length > 0
            ? names
            :
            [
                .. CommandTable.All.SelectMany(command => command.Aliases)
                    .Where(alias => Begins(alias, begun)).Select(alias => $"/{alias}"),
            ];
    }

    private static string Begun(CommandDescription command) =>
        command.Takes == ArgumentKind.None ? $"/{command.Name}" : $"/{command.Name} ";

    private static (string Kept, string[] Candidates) Arguments(ScreenModel model, string word, string begun)
    {
        CommandDescription? command = word[0] == '/' ? CommandTable.Find(word[1..]) : null;
        return ($"{word} ", command?.Takes switch
        {
            ArgumentKind.Words => [.. command.Words.Where(one => Begins(one, begun))],
            ArgumentKind.Peer => Peers(model, command, begun),
            ArgumentKind.InputDevice => Devices(model.InputDevices, begun),
            ArgumentKind.OutputDevice => Devices(model.OutputDevices, begun),
            _ => [],
        });
    }

    private static string[] Peers(ScreenModel model, CommandDescription command, string begun)
    {
        string key = NameKey.Of(begun.TrimStart('"'));
        Dictionary<string, int> counts = model.Peers.GroupBy(peer => NameKey.Of(peer.Name), NameKey.Comparer)
            .ToDictionary(group => group.Key, group => group.Count(), NameKey.Comparer);
        string end = command.Name == CommandTable.Kick ? " " : "";
        return
        [
            .. model.Peers
                .Where(peer => !peer.IsSelf && Fits(peer, command.Name))
                .Where(peer => Begins(NameKey.Of(peer.Name), key) || Begins($"{peer.Id}", begun))
                .Select(peer => Reference(model, peer, counts[NameKey.Of(peer.Name)] > 1) + end),
        ];
    }

    // Only those for whom it would change something.
    private static bool Fits(PeerRow peer, string command) => command switch
    {
        CommandTable.Block => !peer.IsBlocked,
        CommandTable.Unblock => peer.IsBlocked,
        CommandTable.ForceMute => !peer.IsSilenced,
        CommandTable.ForceUnmute => peer.IsSilenced,
        _ => true,
    };

    // How somebody can be meant in a line that is safe to type: the name, in quotes where it has more than letters and
    // digits or could be an id; the id where the name is not theirs alone, or cannot be shown as it is.
    private static string Reference(ScreenModel model, PeerRow peer, bool isShared)
    {
        bool isShown = DisplayText.Join(DisplayText.Of(peer.Name, model.IsUnicode)) == peer.Name;
        return isShared || !isShown || string.IsNullOrWhiteSpace(peer.Name) ? $"{peer.Id}"
            : peer.Name.All(char.IsAsciiDigit) || peer.Name.Any(c => c is ' ' or '"' or '\\') ? QuotedName.Of(peer.Name)
            : peer.Name;
    }

    private static string[] Devices(IReadOnlyList<string> names, string begun)
    {
        string key = begun.TrimStart('"');
        return
        [
            .. names.Where(name => Begins(name, key)).Select(name => IsPlain(name) ? name : QuotedName.Of(name)),
            .. Begins(CommandParser.DefaultDevice, begun) ? [CommandParser.DefaultDevice] : Array.Empty<string>(),
        ];
    }

    private static bool IsPlain(string name) => name.Length > 0 && name.Trim() == name && name[0] != '"'
        && !name.Equals(CommandParser.DefaultDevice, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string word, string begun) => word.StartsWith(begun, StringComparison.OrdinalIgnoreCase);
}
