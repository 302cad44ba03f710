using Mcu.Client.Audio.Devices;
using Mcu.Client.Hosting;
using Mcu.Client.Terminal.Input;
using Mcu.Client.Tests.Hosting;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Client.Tests.Interactive;

// A whole call on a screen, within the test's process: the test plays the server and the person at the terminal.
public sealed class ScreenCallTests : IDisposable
{
    private static readonly RosterEntry s_ben = new(3, "Ben");

    private readonly RunFixture _run = new() { Terminal = new FakeTerminal() };

    private FakeTerminal Terminal => _run.Terminal!;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task What_happens_is_seen_and_what_is_typed_is_asked_for()
    {
        Task<int> run = await JoinedAsync();
        await Terminal.SeesAsync("joined lobby as Ana, with Ben");
        await _run.Server.SendAsync(new ParticipantJoined(8, "Cleo", MuteState.None));
        await Terminal.SeesAsync("came Cleo");
        await _run.Server.SendAsync(new Talking([3]));
        await Terminal.SeesAsync("1 talking");

        Terminal.Type("/block Ben");
        Block block = await _run.Server.ExpectAsync<Block>();
        await _run.Server.SendAsync(new Ok(block.RequestId));
        await Terminal.SeesAsync("you do not hear Ben any more");

        Terminal.Type("/kik Ben");
        await Terminal.SeesAsync("Is /kick meant?");
        Terminal.Type("/invite");
        await Terminal.SeesAsync("invite mcu://");
        await LeaveAsync(run);
    }

    [Fact]
    public async Task F2_mutes_and_it_is_said_once()
    {
        Task<int> run = await JoinedAsync();
        Terminal.Press(Key.F2);
        Mute mute = await _run.Server.ExpectAsync<Mute>();
        Assert.True(mute.Muted);
        await _run.Server.SendAsync(new MuteChanged(7, MuteState.Self));
        await _run.Server.SendAsync(new Ok(mute.RequestId));
        string screen = await Terminal.SeesAsync(seen => seen.Contains("[MUTED]", StringComparison.Ordinal)
            && seen.Contains("you are muted", StringComparison.Ordinal));
        Terminal.Type("/mode");
        screen = await Terminal.SeesAsync("the microphone is sent while you speak");
        Assert.Equal(1, screen.Split("you are muted").Length - 1);
        await LeaveAsync(run);
    }

    [Fact]
    public async Task Panels_open_by_command_and_by_key()
    {
        Task<int> run = await JoinedAsync();
        Terminal.Type("/stats");
        await Terminal.SeesAsync("Round trip");
        Terminal.Press(Key.F1);
        await Terminal.SeesAsync("Mute, and be heard again.");
        Terminal.Press(Key.Escape);
        Terminal.Press("z", KeyModifiers.Control);
        Terminal.Press(Key.Escape);
        await Terminal.SeesAsync("Leave the room?");
        Assert.Equal(1, Terminal.Suspensions);
        Terminal.Press("y", KeyModifiers.None);
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);
        Assert.True(Terminal.IsGivenBack);
    }

    [Fact]
    public async Task A_kick_is_told_when_the_terminal_is_given_back()
    {
        Task<int> run = await JoinedAsync();
        await _run.Server.Connection.CloseAsync((ulong)CloseCode.Kicked, "Ben (the host) put you out of the room: loud");
        Assert.Equal(ExitCode.Kicked, await run);
        Assert.True(Terminal.IsGivenBack);
        Assert.Contains("loud", _run.Output.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loss_is_shown_with_the_time_of_the_next_try()
    {
        Task<int> run = await JoinedAsync();
        await _run.Server.SendAsync(new ServerShuttingDown("Back at once."));
        await Terminal.SeesAsync("Back at once.");
        Terminal.Type("/who");
        await Terminal.SeesAsync("There is no connection");
        Terminal.Press("c", KeyModifiers.Control);
        Assert.Equal(ExitCode.Normal, await run);
    }

    [Fact]
    public async Task A_terminal_that_is_gone_ends_the_call()
    {
        Task<int> run = await JoinedAsync();
        Terminal.Close();
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);
    }

    [Fact]
    public async Task A_defect_of_the_screen_ends_the_call_with_the_terminal_given_back()
    {
        Task<int> run = await JoinedAsync();
        await Terminal.SeesAsync("joined lobby");
        Terminal.Defect = new InvalidOperationException("a defect");
        Terminal.Press("x", KeyModifiers.None);
        await _run.LetGoAsync();
        Assert.Same(Terminal.Defect, await Assert.ThrowsAsync<InvalidOperationException>(() => run));
        Assert.True(Terminal.IsGivenBack);
    }

    [Fact]
    public async Task The_terminal_is_not_taken_before_the_sound_cards_are_found()
    {
        var finding = new TaskCompletionSource<IAudioDevices>();
        using var run = new RunFixture { Terminal = new FakeTerminal(), OpenDevices = () => finding.Task.Result };
        Task<int> stopped = await run.JoinedAsync(
            run.Options with { IsHeadless = false, Input = new SoundInput.Card(null) }, s_ben);
        await run.SignalAsync();
        await run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await stopped);
        Assert.Equal(0, run.Terminal.Draws);
        finding.SetResult(new NoDevices("There are no sound cards here."));
    }

    private Task<Task<int>> JoinedAsync() => _run.JoinedAsync(_run.Options with { IsHeadless = false }, s_ben);

    private async Task LeaveAsync(Task<int> run)
    {
        Terminal.Press("c", KeyModifiers.Control);
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);
        Assert.True(Terminal.IsGivenBack);
        Assert.Equal("You have left the room.", _run.Output.Lines[^1]);
    }
}
