namespace Mcu.Client.Commands;

// Every command there is. /help and docs/headless.md come from here.
internal static class CommandTable
{
    public const string Mute = "mute";
    public const string Kick = "kick";
    public const string ForceMute = "forcemute";
    public const string ForceUnmute = "forceunmute";
    public const string Block = "block";
    public const string Unblock = "unblock";
    public const string Who = "who";
    public const string Leave = "leave";
    public const string Help = "help";

    public static IReadOnlyList<CommandDescription> All { get; } =
    [
        new(Mute, "/mute [on|off]", "Be silent, or be heard again; without a word, change from one to the other."),
        new(Block, "/block PEER", "Do not hear somebody any more. They are not told."),
        new(Unblock, "/unblock PEER", "Hear somebody again."),
        new(ForceMute, "/forcemute PEER", "Silence somebody for everyone.") { HostOnly = true },
        new(ForceUnmute, "/forceunmute PEER", "Let somebody be heard again.") { HostOnly = true },
        new(Kick, "/kick PEER [REASON]", "Put somebody out of the room, and tell them why.") { HostOnly = true },
        new(Who, "/who", "Who is in the room."),
        new(Help, "/help", "What can be asked for."),
        new(Leave, "/leave", "Leave the room.") { Aliases = ["quit", "q"] },
    ];

    // In either case; null where there is none.
    public static CommandDescription? Find(string word) => All.FirstOrDefault(
        command => Is(command.Name, word) || command.Aliases.Any(alias => Is(alias, word)));

    private static bool Is(string name, string word) => name.Equals(word, StringComparison.OrdinalIgnoreCase);
}
