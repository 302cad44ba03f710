using System.Globalization;
using System.Text.RegularExpressions;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.EndToEnd.Tests.Processes.Interop;
using Xunit;

namespace Mcu.EndToEnd.Tests.Terminal;

// That the shell gets its terminal back as it was, however the program ends, and that stopping and going on work as a shell means
// them.
public sealed partial class TerminalRestoreTests : IAsyncLifetime
{
    private TmuxScreen _screen = null!;

    public async Task InitializeAsync()
    {
        _screen = await TmuxScreen.StartAsync(70, 16);
        await _screen.EnterAsync("before=$(stty -g)");
    }

    public async Task DisposeAsync() => await _screen.DisposeAsync();

    [Theory]
    [InlineData("q", 0, "")]
    [InlineData("e", 7, "")]
    [InlineData("x", 134, "thrown there")]
    [InlineData("y", 134, "thrown here")]
    public async Task However_it_ends_by_itself(string key, int exitCode, string lastWords)
    {
        await StartAsync();
        await _screen.TypeAsync(key);
        await SeesTheShellAsync(exitCode);

        // The screen from before, and what the runtime says of the end.
        await _screen.SeesAsync("The screen comes now.");
        await _screen.SeesAsync(lastWords);
    }

    [Theory]
    [InlineData(LibC.SIGTERM, 0)]
    [InlineData(LibC.SIGQUIT, 131)]
    public async Task When_a_signal_ends_it(int signal, int exitCode)
    {
        int program = await StartAsync();
        Assert.Equal(0, LibC.kill(program, signal));
        await SeesTheShellAsync(exitCode);
    }

    [Fact]
    public async Task When_it_does_not_hear_and_is_told_twice()
    {
        int program = await StartAsync();
        await _screen.TypeAsync("h");
        await _screen.SeesAsync("Character 'h'");
        Assert.Equal(0, LibC.kill(program, LibC.SIGTERM));
        await _screen.SeesAsync("deaf");
        Assert.Equal(0, LibC.kill(program, LibC.SIGTERM));
        await SeesTheShellAsync(143);
    }

    [Fact]
    public async Task It_stops_and_goes_on_as_the_shell_says()
    {
        int program = await StartAsync();
        await _screen.PressAsync("C-z");
        await SeesItStoppedAsync();
        await _screen.ResizeAsync(60, 12);
        await _screen.EnterAsync("fg");
        await _screen.SeesAsync("Continued");
        await _screen.SeesAsync("resized to 60x12");

        // By a signal that it can catch, and by one that it cannot.
        foreach (int signal in (int[])[LibC.SIGTSTP, LibC.SIGSTOP])
        {
            Assert.Equal(0, LibC.kill(program, signal));
            await _screen.SeesAsync("Stopped");
            await _screen.EnterAsync("fg");
            await _screen.SeesAsync("Continued");
            await _screen.NoLongerSeesAsync("Stopped");
        }

        await _screen.TypeAsync("q");
        await SeesTheShellAsync(0);
    }

    [Fact]
    public async Task Keys_pastes_and_sizes_are_seen_and_no_noise()
    {
        await StartAsync();
        await _screen.TypeAsync("é");
        await _screen.PressAsync("C-Left", "Escape");
        await _screen.SeesAsync("Escape ''");
        await _screen.PasteAsync("one\ntwo");
        await _screen.SeesAsync("Left '' Control");
        await _screen.SeesAsync("pasted 'one");
        await _screen.ResizeAsync(60, 12);
        string text = await _screen.SeesAsync("resized to 60x12");
        Assert.StartsWith($"漢🦊|{new string(' ', 54)}│\n", text, StringComparison.Ordinal);
        await _screen.TypeAsync("n");
        Assert.DoesNotContain("noise\n", await _screen.SeesAsync("noise made"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_no_terminal_there_is_no_screen()
    {
        await _screen.EnterAsync($"TERM=dumb {Command}; {Command} < /dev/null; {Command} | cat");
        await _screen.SeesAsync(text => NoScreen().Count(text) == 3, "three times that there is no screen");
    }

    private static string Command => $"'{BuiltProgram.Host}' '{BuiltProgram.PathOf("Mcu.TerminalProbe")}'";

    // Returns its process id.
    private async Task<int> StartAsync()
    {
        await _screen.EnterAsync($"clear; {Command}");
        string text = await _screen.SeesAsync(screen => Pid().IsMatch(screen), "the process id");
        await _screen.BecomesAsync("#{alternate_on}", "1");
        return int.Parse(Pid().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private async Task SeesItStoppedAsync()
    {
        await _screen.SeesAsync("Stopped");
        await _screen.SeesAsync("The screen comes now.");
        await SeesTheTerminalRestoredAsync();
    }

    private async Task SeesTheShellAsync(int exitCode)
    {
        // What is typed before the shell is back may be taken for what the program should have had.
        await _screen.BecomesAsync("#{alternate_on}", "0");
        await _screen.SeesAsync(text => text.TrimEnd().EndsWith("\n$", StringComparison.Ordinal), "the prompt again");
        await _screen.EnterAsync("echo ended with $?");
        await _screen.SeesAsync($"\nended with {exitCode}");
        await SeesTheTerminalRestoredAsync();
    }

    private async Task SeesTheTerminalRestoredAsync()
    {
        await _screen.BecomesAsync("#{alternate_on} #{cursor_flag} #{wrap_flag}", "0 1 1");
        await _screen.EnterAsync("[ \"$before\" = \"$(stty -g)\" ] && echo the mode is as before");
        await _screen.SeesAsync("\nthe mode is as before");
    }

    [GeneratedRegex(@"pid (\d+) ")]
    private static partial Regex Pid();

    [GeneratedRegex("There is no screen")]
    private static partial Regex NoScreen();
}
