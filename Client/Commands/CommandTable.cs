namespace Mcu.Client.Commands;

// Every command there is. /help and docs/headless.md come from here.
internal static class CommandTable
{
    public const string Mute = "mute";
    public const string TalkKey = "ptt";
    public const string Mode = "mode";
    public const string Block = "block";
    public const string Unblock = "unblock";
    public const string ForceMute = "forcemute";
    public const string ForceUnmute = "forceunmute";
    public const string Kick = "kick";
    public const string Who = "who";
    public const string Invite = "invite";
    public const string Devices = "devices";
    public const string Input = "input";
    public const string Output = "output";
    public const string Echo = "echo";
    public const string Noise = "noise";
    public const string Gain = "gain";
    public const string Statistics = "stats";
    public const string Help = "help";
    public const string Leave = "leave";

    private static readonly string[] s_onOff = ["on", "off"];

    public static IReadOnlyList<CommandDescription> All { get; } =
    [
        Worded(Mute, s_onOff, "Be silent, or be heard again; without a word, change from one to the other."),
        Worded(TalkKey, ["down", "up", "toggle"], "Press or let go the talk key of push-to-talk; without a word, change it."),
        Worded(Mode, ["voice", "ptt", "continuous"], "When the microphone is sent: while you speak, push-to-talk, or always."),
        AboutPeer(Block, "Do not hear somebody any more. They are not told."),
        AboutPeer(Unblock, "Hear somebody again."),
        AboutPeer(ForceMute, "Silence somebody for everyone.") with { HostOnly = true },
        AboutPeer(ForceUnmute, "Let somebody be heard again.") with { HostOnly = true },
        AboutPeer(Kick, "Put somebody out of the room, and tell them why.") with
        {
            Usage = "/kick PEER [REASON]",
            HostOnly = true,
        },
        new(Who, "/who", "Who is in the room."),
        new(Invite, "/invite", "The line that brings others into this room."),
        new(Devices, "/devices", "Which microphones and loudspeakers there are.") { NeedsSoundCard = true },
        new(Input, "/input NAME", "Use another microphone, by a part of its name; default is the system's.")
        {
            Takes = ArgumentKind.InputDevice,
            NeedsSoundCard = true,
        },
        new(Output, "/output NAME", "Use another loudspeaker, by a part of its name; default is the system's.")
        {
            Takes = ArgumentKind.OutputDevice,
            NeedsSoundCard = true,
        },
        Worded(Echo, s_onOff, "Take what the loudspeaker plays out of the microphone; without a word, change it.") with
        {
            NeedsSoundCard = true,
        },
        Worded(Noise, s_onOff, "Take steady noise out of the microphone; without a word, change it.") with { NeedsSoundCard = true },
        Worded(Gain, s_onOff, "Bring your voice to an even loudness; without a word, change it.") with { NeedsSoundCard = true },
        new(Statistics, "/stats", "How the connection and the sound are doing, in numbers."),
        new(Help, "/help", "What can be asked for."),
        new(Leave, "/leave", "Leave the room.") { Aliases = ["quit", "q"] },
    ];

    // In either case; null where there is none.
    public static CommandDescription? Find(string word) => All.FirstOrDefault(
        command => Is(command.Name, word) || command.Aliases.Any(alias => Is(alias, word)));

    private static CommandDescription Worded(string name, string[] words, string help) =>
        new(name, $"/{name} [{string.Join('|', words)}]", help) { Takes = ArgumentKind.Words, Words = words };

    private static CommandDescription AboutPeer(string name, string help) =>
        new(name, $"/{name} PEER", help) { Takes = ArgumentKind.Peer };

    private static bool Is(string name, string word) => name.Equals(word, StringComparison.OrdinalIgnoreCase);
}
