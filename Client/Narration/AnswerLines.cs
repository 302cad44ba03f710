using Mcu.Client.Commands;
using Mcu.Client.Session;

namespace Mcu.Client.Narration;

// Pure: what became of a command, as lines for people.
internal static class AnswerLines
{
    public static IEnumerable<string> Of(CommandAnswer answer) => answer switch
    {
        { Ok: false } => [answer.Sentence ?? ""],
        { Command: Command.Mute } => [Mute(answer)],
        { Command: Command.Block block } =>
            [block.Blocked ? $"you do not hear {block.Peer.Name} any more" : $"you hear {block.Peer.Name} again"],
        { Command: Command.ForceMute, Whom: { } whom } => [ProgressLine.Mute(whom)],
        { Command: Command.Who, Present: { } present } => present.Select(Who),
        { Command: Command.Help } => Help(),

        // What they change is told to everybody, and so to us; leaving is what happens next.
        _ => [],
    };

    private static string Mute(CommandAnswer answer) =>
        $"you are {(answer.IsMuted ? "muted" : "not muted")}{(answer.Sentence is { } sentence ? $"; {sentence}" : "")}";

    private static string Who(Participant someone)
    {
        (bool IsSo, string Word)[] all =
        [
            (someone.IsSelf, "you"), (someone.IsHost, "host"), (someone.IsTalking, "talking"), (someone.IsSelfMuted, "muted"),
            (someone.IsForceMuted, "silenced by the host"), (someone.IsBlocked, "blocked by you"),
        ];
        string words = string.Join(", ", all.Where(one => one.IsSo).Select(one => one.Word));
        return $"{someone.Id}  {someone.Name}{(words.Length > 0 ? $" ({words})" : "")}";
    }

    private static IEnumerable<string> Help()
    {
        int width = CommandTable.All.Max(command => command.Usage.Length);
        return CommandTable.All.Select(command =>
            $"{command.Usage.PadRight(width)}  {command.Help}{Only(command)}");
    }

    private static string Only(CommandDescription command) =>
        (command.HostOnly ? " For the host only." : "") + (command.NeedsSoundCard ? " Needs a sound card." : "");
}
