using System.Text.Json;
using Mcu.Client.Commands;
using Mcu.Client.Headless;
using Mcu.Client.Hosting;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Tests.Hosting;
using Mcu.Client.Trust;
using Mcu.Common;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Client.Tests.Headless;

// Every line of docs/headless.md is a line that the client writes, letter by letter, and none is missing.
public sealed class HeadlessDocumentTests : IDisposable
{
    private static readonly Participant s_zoe = new(300, "Zoë") { Mute = MuteState.Self, IsHost = true };
    private static readonly Participant s_ana = new(302, "Ana") { IsSelf = true };
    private static readonly Participant s_ben = new(303, "Ben");
    private static readonly Peer[] s_peers = [new(300, "Zoë"), new(302, "Ana"), new(303, "Ben"), new(304, "ben")];

    private readonly ObservedWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void The_examples_are_what_is_written()
    {
        long now = 81 * MonotonicClock.Second;
        var presenter = new JsonPresenter(_output, () => now);
        TellEvents(presenter);
        foreach (CommandAnswer answer in Answers())
        {
            presenter.Answered(answer);
        }

        now = 91 * MonotonicClock.Second;
        presenter.Ended(new SessionEnd(SessionEndKind.Left, 0, ""), Report());
        Assert.Equal(HeadlessDocument.Examples, _output.Lines);
    }

    [Fact]
    public void Every_event_has_a_row_and_an_example()
    {
        string[] rows = [.. HeadlessDocument.Rows("### Events").Select(row => row[0])];
        var shown = HeadlessDocument.Examples.Select(ObservedWriter.Parse)
            .Where(line => line.TryGetProperty("event", out _)).Select(line => line.GetProperty("event").GetString()!);
        Assert.Equal(rows.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));

        // Ended is no session event; a warning is none either.
        Assert.Equal(rows.Length - 2, typeof(SessionEvent).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Length);
    }

    [Fact]
    public void Every_command_has_its_row()
    {
        Assert.Equal(
            CommandTable.All.Select(
                command => (command.Usage, HelpOf(command), YesWhere(command.HostOnly), YesWhere(command.NeedsSoundCard))),
            HeadlessDocument.Rows("## Commands").Select(row => (row[0], row[1], row[2], row[3])));
    }

    [Fact]
    public void Every_code_has_its_row()
    {
        string[] rows = [.. HeadlessDocument.Rows("### Answers").SelectMany(row => row[0].Split(", "))];
        Assert.All(Enum.GetValues<RefusalCode>(), code => Assert.Contains(CodeNames.Of(code), rows));
        Assert.Contains(CodeNames.Of(RequestOutcome.NotSent), rows);
        Assert.Contains(CodeNames.Of(RequestOutcome.SessionEnded), rows);
        Assert.Contains(CodeNames.Of(ErrorCode.NotHost), rows);
    }

    // Events name what they have in the row's last cell, answers have a row for each name, and so has the last line.
    [Fact]
    public void Every_name_in_a_line_is_documented()
    {
        var presenter = new JsonPresenter(_output, () => 0);
        TellEvents(presenter);
        foreach (CommandAnswer answer in Answers().Append(new CommandAnswer(11, new Command.Help(), true)))
        {
            presenter.Answered(answer);
        }

        string[] answers = [.. HeadlessDocument.Rows("### Answers").SelectMany(row => row[0].Split(", "))];
        var events = HeadlessDocument.Rows("### Events").ToDictionary(row => row[0], row => row[2]);
        foreach (JsonElement line in _output.Lines.Select(ObservedWriter.Parse))
        {
            var names = line.EnumerateObject().Select(property => property.Name);
            if (line.TryGetProperty("event", out JsonElement kind))
            {
                string cell = events[kind.GetString()!];
                Assert.All(names.Except(["event", "at_ms"]), name => Assert.Matches($@"\b{name}\b", cell));
            }
            else
            {
                Assert.All(names, name => Assert.Contains(name, answers));
            }
        }

        string[] report = [.. HeadlessDocument.Rows("### The last line").SelectMany(row => row[0].Split(", "))];
        Assert.Equal(
            ObservedWriter.Parse(HeadlessDocument.Examples[^1]).EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal),
            report.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_exit_code_has_its_row() => Assert.Equal(
        [ExitCode.Normal, ExitCode.Failed, ExitCode.ConnectionLost, ExitCode.ServerShutDown, ExitCode.Kicked],
        HeadlessDocument.ExitCodes);

    private const string Invitation =
        "invite mcu://127.0.0.1:4433/lobby#ce84dfbd5aff938e85696d8edb2f63decf45d144513938f3c1aba568acc3043f";

    private static string YesWhere(bool so) => so ? "yes" : "";

    private static string HelpOf(CommandDescription command) => command.Aliases.Count == 0
        ? command.Help
        : $"{command.Help} Also {string.Join(", ", command.Aliases.Select(alias => "/" + alias))}.";

    private static void TellEvents(JsonPresenter presenter)
    {
        void Happened(SessionEvent happened) => presenter.Happened(new ConferenceEvent.InRoom(happened));

        Happened(new SessionEvent.Joined("lobby", [s_zoe, s_ana]));
        presenter.Warned(ServerTrust.SkipVerifyWarning);
        Happened(new SessionEvent.Came(s_ben));
        Happened(new SessionEvent.Talking([s_ana, s_ben]));
        Happened(new SessionEvent.MuteChanged(s_ana with { Mute = MuteState.Host }));
        Happened(new SessionEvent.Left(s_ben, LeaveReason.Kicked));
        Happened(new SessionEvent.HostChanged(s_ana with { IsHost = true }));
        Happened(new SessionEvent.Notice(
            ErrorCode.RateLimited, "More than 75 voice datagrams a second came; the rest is dropped."));
        Happened(new SessionEvent.ShuttingDown("Back in five minutes."));
    }

    private static IEnumerable<CommandAnswer> Answers() =>
    [
        new(1, new Command.Mute(null), true) { IsMuted = true, Self = s_ana },
        new(2, new Command.Mute(false), true)
        {
            Sentence = CommandRunner.StillSilenced,
            Self = s_ana with { Mute = MuteState.Host },
        },
        new(3, new Command.Kick(s_peers[2], ""), true),
        new(4, new Command.ForceMute(s_peers[0], true), false)
        {
            Code = CodeNames.Of(ErrorCode.NotHost),
            Sentence = "Only the host may do that.",
        },
        new(5, new Command.Block(s_peers[0], false), true),
        Refused(6, "/block ben"),
        Refused(7, "/mut"),
        new(8, new Command.Who(), true) { Present = [s_ana with { IsHost = true, IsTalking = true }] },
        new(9, new Command.Invite(), true) { Lines = [Invitation] },
        new(10, new Command.Leave(), true),
    ];

    private static CommandAnswer Refused(int line, string text)
    {
        var refused = Assert.IsType<Command.Refused>(CommandParser.Parse(text, s_peers));
        return new CommandAnswer(line, refused, false) { Code = CodeNames.Of(refused.Code), Sentence = refused.Sentence };
    }

    private static CallReport Report() => new()
    {
        Name = "Ana",
        Room = "lobby",
        Participants = ["Zoë", "Ana", "Ben"],
        Transport = "ngtcp2",
        PacketsSent = 480,
        PacketsReceived = 312,
        PacketsLate = 1,
        PacketsLost = 2,
        RebuiltByFec = 2,
        RttMs = 0.412,
        JitterMs = 0.731,
        BufferDelayMs = 21.5,
        DurationMs = 10_000,
        JoinedAtNs = 81 * MonotonicClock.Second,
        Ended = CodeNames.Of(SessionEndKind.Left),
    };
}
