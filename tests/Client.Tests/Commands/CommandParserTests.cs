using System.Text;
using Mcu.Client.Commands;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Client.Tests.Commands;

public class CommandParserTests
{
    private const string NoCommand = " is not a command, and there is no text chat here: commands begin with a slash.";

    private static readonly Peer s_ana = new(7, "Ana");
    private static readonly Peer s_ben = new(3, "Ben");
    private static readonly Peer s_benTwo = new(42, "Ben Two");
    private static readonly Peer s_number = new(5, "3");

    private static readonly Peer[] s_peers =
        [s_ana, s_ben, s_benTwo, s_number, new(8, "Zoë \"Z\""), new(9, "Max"), new(10, "MAX")];

    public static TheoryData<string, object> Lines => new()
    {
        { "/mute", new Command.Mute(null) },
        { "  /mute  ", new Command.Mute(null) },
        { "/mute on", new Command.Mute(true) },
        { "/MUTE\tOff", new Command.Mute(false) },
        { "/ptt", new Command.TalkKey(null) },
        { "/ptt DOWN", new Command.TalkKey(true) },
        { "/ptt up", new Command.TalkKey(false) },
        { "/ptt toggle", new Command.TalkKey(null) },
        { "/mode", new Command.Mode(null) },
        { "/mode voice", new Command.Mode(TalkMode.Voice) },
        { "/mode Ptt", new Command.Mode(TalkMode.PushToTalk) },
        { "/mode continuous", new Command.Mode(TalkMode.Continuous) },
        { "/devices", new Command.Devices() },
        { "/input usb", new Command.UseInput("usb") },
        { "/input  USB Audio: #1 (hw:1,0) ", new Command.UseInput("USB Audio: #1 (hw:1,0)") },
        { "/output \" 5\\\" speaker\"", new Command.UseOutput(" 5\" speaker") },
        { "/input Default", new Command.UseInput(null) },
        { "/output default", new Command.UseOutput(null) },
        { "/output \"default\"", new Command.UseOutput("default") },
        { "/echo", new Command.Processing(ProcessingPart.EchoCancellation, null) },
        { "/noise on", new Command.Processing(ProcessingPart.NoiseSuppression, true) },
        { "/gain OFF", new Command.Processing(ProcessingPart.AutomaticGain, false) },
        { "/stats", new Command.Statistics() },
        { "/invite", new Command.Invite() },
        { "/who", new Command.Who() },
        { "/leave", new Command.Leave() },
        { "/quit", new Command.Leave() },
        { "/q", new Command.Leave() },
        { "/help", new Command.Help() },
        { "/kick Ana", new Command.Kick(s_ana, "") },
        { "/kick aNA too  loud", new Command.Kick(s_ana, "too loud") },
        { "/kick 7 too loud", new Command.Kick(s_ana, "too loud") },
        { "/kick ben two  and more", new Command.Kick(s_benTwo, "and more") },
        { "/kick ben  to go", new Command.Kick(s_ben, "to go") },
        { "/kick \"ben\" two", new Command.Kick(s_ben, "two") },
        { "/kick \"Ben  Two\"", new Command.Kick(s_benTwo, "") },
        { "/kick 3", new Command.Kick(s_ben, "") },
        { "/kick \"3\"", new Command.Kick(s_number, "") },
        { "/forcemute ben two", new Command.ForceMute(s_benTwo, true) },
        { "/forceunmute 42", new Command.ForceMute(s_benTwo, false) },
        { "/block \"zoë \\\"z\\\"\"", new Command.Block(s_peers[4], true) },
        { "/block ZOË \"z\"", new Command.Block(s_peers[4], true) },
        { "/unblock B\u200Een", new Command.Block(s_ben, false) },
        { "/block 10", new Command.Block(s_peers[6], true) },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_is_what_it_asks_for(string line, object command) =>
        Assert.Equal((Command)command, CommandParser.Parse(line, s_peers));

    [Theory]
    [InlineData("hello", null, "NotACommand", "\"hello\"" + NoCommand + " /help lists them.")]
    [InlineData("kick Ben", null, "NotACommand", "\"kick Ben\"" + NoCommand + " Is /kick meant? /help lists them.")]
    [InlineData("/", null, "UnknownCommand", "There is no command \"/\"; /help lists what there is.")]
    [InlineData("/kik Ben", null, "UnknownCommand", "There is no command \"/kik\". Is /kick meant? /help lists what there is.")]
    [InlineData("/frobnicate", null, "UnknownCommand", "There is no command \"/frobnicate\"; /help lists what there is.")]
    [InlineData("/mute maybe", "mute", "BadArgument", "/mute: \"maybe\" stands after it; allowed is /mute [on|off].")]
    [InlineData("/mode vioce", "mode", "BadArgument",
        "/mode: \"vioce\" stands after it. Is voice meant? Allowed is /mode [voice|ptt|continuous].")]
    [InlineData("/ptt on", "ptt", "BadArgument", "/ptt: \"on\" stands after it; allowed is /ptt [down|up|toggle].")]
    [InlineData("/echo offf", "echo", "BadArgument", "/echo: \"offf\" stands after it. Is off meant? Allowed is /echo [on|off].")]
    [InlineData("/stats all", "stats", "BadArgument", "/stats: \"all\" stands after it; nothing is allowed there.")]
    [InlineData("/input", "input", "BadArgument", "/input: it is not said which; allowed is /input NAME, and /devices lists them.")]
    [InlineData("/output \" \"", "output", "BadArgument",
        "/output: it is not said which; allowed is /output NAME, and /devices lists them.")]
    [InlineData("/output \"usb", "output", "BadArgument", "/output: a quote is not closed in \"\"usb\".")]
    [InlineData("/input \"usb\" two", "input", "BadArgument", "/input: nothing may follow the name, but \"two\" does.")]
    [InlineData("/statz", null, "UnknownCommand", "There is no command \"/statz\". Is /stats meant? /help lists what there is.")]
    [InlineData("/who else", "who", "BadArgument", "/who: \"else\" stands after it; nothing is allowed there.")]
    [InlineData("/kick", "kick", "BadArgument", "/kick: it is not said who; allowed is /kick PEER [REASON].")]
    [InlineData("/kick \"Ben", "kick", "BadArgument", "A quote is not closed in \"\"Ben\".")]
    [InlineData("/block \"Ben\" Two", "block", "BadArgument", "Nothing may follow the name, but \"Two\" does.")]
    [InlineData("/block Bne", "block", "NoSuchParticipant", "Nobody here is called \"Bne\". Is \"Ben\" meant?")]
    [InlineData("/block ben to", "block", "NoSuchParticipant", "Nobody here is called \"ben to\". Is \"Ben Two\" meant?")]
    [InlineData("/kick Xaver out", "kick", "NoSuchParticipant", "Nobody here is called \"Xaver\".")]
    [InlineData("/kick 4711", "kick", "NoSuchParticipant", "Nobody here has the id \"4711\" or is called that.")]
    [InlineData("/kick \"7\"", "kick", "NoSuchParticipant", "Nobody here has the id \"7\" or is called that.")]
    [InlineData("/kick \"\"", "kick", "NoSuchParticipant", "Nobody here is called \"\".")]
    [InlineData("/kick max", "kick", "AmbiguousName", "2 people here are called \"max\": say which by the id, 9, 10.")]
    [InlineData("/who\u0007", null, "BadText", "The line has the control character U+0007; text is allowed.")]
    public void Anything_else_is_refused_with_a_sentence(string line, string? name, string code, string sentence) =>
        Assert.Equal(
            new Command.Refused(name, Enum.Parse<RefusalCode>(code), sentence), CommandParser.Parse(line, s_peers));

    [Fact]
    public void A_blank_line_asks_for_nothing() => Assert.Null(CommandParser.Parse(" \t ", s_peers));

    [Fact]
    public void Lines_and_reasons_have_a_length()
    {
        Assert.Equal(ProtocolLimits.MaxKickReasonBytes, CommandLimits.MaxReasonBytes);
        string reason = new('ö', CommandLimits.MaxReasonBytes / 2);
        Assert.Equal(new Command.Kick(s_ana, reason), CommandParser.Parse($"/kick ana {reason}", s_peers));
        var tooLong = Assert.IsType<Command.Refused>(CommandParser.Parse($"/kick ana {reason}ö", s_peers));
        Assert.Equal("/kick: the reason takes 130 bytes of UTF-8; at most 128 are allowed.", tooLong.Sentence);
        Assert.Equal(CommandParser.LineTooLong, CommandParser.Parse("/who" + new string(' ', 4_093), s_peers));
        Assert.Equal(new Command.Who(), CommandParser.Parse("/who" + new string(' ', 4_092), s_peers));
        Assert.Equal(CommandParser.LineTooLong, CommandParser.Parse(new string('ö', 2_049), s_peers));
    }

    [Fact]
    public void Of_many_who_share_a_name_a_few_are_listed()
    {
        Peer[] crowd = [.. Enumerable.Range(1, 1_000).Select(i => new Peer((ulong)i, "Bob"))];
        var refused = Assert.IsType<Command.Refused>(CommandParser.Parse("/kick bob", crowd));
        Assert.Equal(
            "1000 people here are called \"bob\": say which by the id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 990 more.",
            refused.Sentence);
    }

    [Fact]
    public void Every_command_of_the_table_is_understood()
    {
        foreach (CommandDescription description in CommandTable.All)
        {
            string line = description.Usage.Replace("PEER", "Ana", StringComparison.Ordinal).Split('[')[0];
            Command? command = CommandParser.Parse(line, s_peers);
            Assert.IsNotType<Command.Refused>(command);
            Assert.Equal(description.Name, command!.Name);
            Assert.Equal(description.Takes == ArgumentKind.Words, description.Words.Count > 0);
            Assert.All(description.Words, word => Assert.IsNotType<Command.Refused>(CommandParser.Parse($"{line} {word}", [])));
            Assert.All(description.Aliases, alias => Assert.Equal(command, CommandParser.Parse($"/{alias}", s_peers)));
        }
    }

    // Pieces of commands, names, quotes and noise, put together anyhow: never an exception, and whatever is refused says why.
    [Fact]
    public void No_line_breaks_it()
    {
        string[] pieces =
        [
            "/", "/kick", "/block", "/unblock", "/forcemute", "/forceunmute", "/mute", "/who", "/leave", "/help", "/q", "/ptt",
            "/mode", "/input", "/output", "/echo", "/devices", "/stats", "default", "voice", "down", " ", "  ",
            "\t", "\"", "\\", "on", "off", "Ana", "Ben", "Two", "3", "42", "max", "ZOË", "\u200E", "\u202E", "\uD83D", "\uDC4B",
            "\0", "\u001b", "ö", "18446744073709551616", "-1", "\u00A0", "👋", new string('y', 300),
        ];
        var random = new Random(20260104);
        var line = new StringBuilder();
        int done = 0;
        for (int i = 0; i < 100_000; i++)
        {
            line.Clear();
            for (int count = random.Next(8); count > 0; count--)
            {
                line.Append(pieces[random.Next(pieces.Length)]);
            }

            Command? command = CommandParser.Parse(line.ToString(), s_peers);
            if (command is Command.Refused refused)
            {
                Assert.InRange(refused.Sentence.Length, 10, 200);
            }
            else
            {
                done += command is null ? 0 : 1;
            }
        }

        Assert.InRange(done, 1_000, 50_000);
    }
}
