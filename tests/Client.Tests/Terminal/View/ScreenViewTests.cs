using Mcu.Client.Commands;
using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;
using Mcu.Client.Terminal.View;
using Mcu.Client.Tests.Terminal.Golden;
using Xunit;

namespace Mcu.Client.Tests.Terminal.View;

// Model in, cells out, compared with the files in Golden.
public class ScreenViewTests
{
    public static TheoryData<int, int, bool> Sizes => new()
    {
        { 60, 15, true }, { 60, 15, false }, { 80, 24, true }, { 80, 24, false }, { 160, 50, true }, { 160, 50, false },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_busy_room(int columns, int rows, bool isUnicode) => Check("busy", Scenes.Busy(columns, rows, isUnicode));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_room_of_hostile_names(int columns, int rows, bool isUnicode) =>
        Check("hostile", Scenes.Hostile(columns, rows, isUnicode));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Statistics(int columns, int rows, bool isUnicode) => Check(
        "statistics", Scenes.After(Scenes.Busy(columns, rows, isUnicode), Scenes.Press(Key.F3)));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Help(int columns, int rows, bool isUnicode) =>
        Check("help", Scenes.After(Scenes.Busy(columns, rows, isUnicode), Scenes.Press(Key.F1)));

    [Fact]
    public void The_rest_of_the_help() => Check(
        "help-end",
        Scenes.After(
            Scenes.Busy(80, 24, true), [Scenes.Press(Key.F1), .. Enumerable.Repeat(Scenes.Press(Key.PageDown), 9)]));

    [Fact]
    public void Nobody_yet() => Check("connecting", Scenes.Empty(80, 24));

    [Fact]
    public void A_lost_connection() => Check(
        "lost",
        Scenes.After(
            Scenes.Busy(60, 15, true),
            new Message.ConnectionChanged(ConnectionState.Reconnecting, 12),
            Scenes.Told(20, 49, "the connection is lost; trying again", EventTone.Bad)));

    [Fact]
    public void A_server_that_does_not_answer() => Check(
        "silent",
        Scenes.After(
            Scenes.Busy(60, 15, true),
            new Message.ConnectionChanged(ConnectionState.Silent, 4),
            Scenes.Told(20, 49, "The server has not answered for 4 s.", EventTone.Warning)));

    [Fact]
    public void The_question_before_leaving() =>
        Check("question", Scenes.After(Scenes.Busy(60, 15, true), Scenes.Press(Key.Escape)));

    [Fact]
    public void What_Tab_offers() =>
        Check("completion", Scenes.After(Scenes.Busy(80, 24, true), [.. Scenes.Type("/m"), Scenes.Press(Key.Tab)]));

    [Fact]
    public void A_line_longer_than_the_screen() => Check(
        "long-line",
        Scenes.After(
            Scenes.Busy(60, 15, true),
            Scenes.Paste("/kick ben " + string.Join(' ', Enumerable.Range(0, 30).Select(i => $"日本語{i}"))),
            Scenes.Character("b", KeyModifiers.Alt),
            Scenes.Character("b", KeyModifiers.Alt),
            Scenes.Character("b", KeyModifiers.Alt)));

    [Fact]
    public void Events_of_a_while_ago() => Check(
        "scrolled",
        Scenes.After(
            Scenes.Busy(80, 24, true),
            [
                .. Enumerable.Range(0, 60).Select(i => Scenes.Told(21, i, $"event {i}")),
                Scenes.Press(Key.PageUp),
                Scenes.Press(Key.PageUp),
            ]));

    [Fact]
    public void Many_more_than_rows() => Check(
        "crowd",
        Scenes.After(
            Scenes.Busy(60, 15, true),
            new Message.RosterChanged(
            [
                .. Enumerable.Range(1, 64).Select(i => new PeerRow((ulong)i, $"Guest {i}")
                {
                    IsSelf = i == 40,
                    IsHost = i == 2,
                    IsTalking = i is 33 or 62,
                }),
            ])));

    [Fact]
    public void Push_to_talk_silenced() => Check(
        "silenced",
        Scenes.After(
            Scenes.Busy(80, 24, true),
            new Message.RosterChanged(
            [
                new PeerRow(302, "Ana") { IsSelf = true, IsMuted = true, IsSilenced = true },
                new PeerRow(303, "Ben") { IsHost = true },
            ]),
            new Message.VoiceChanged(new VoiceState(TalkMode.PushToTalk) { IsMuted = true })));

    [Theory]
    [InlineData(59, 15)]
    [InlineData(60, 14)]
    [InlineData(20, 5)]
    [InlineData(1, 1)]
    public void Too_small_for_a_screen(int columns, int rows) => Check("small", Scenes.Busy(columns, rows, true));

    private static void Check(string name, ScreenModel model) => GoldenFile.Check(
        $"{name}-{model.Columns}x{model.Rows}{(model.IsUnicode ? "" : "-ascii")}", ScreenView.Draw(model));
}
