using Xunit;
using Xunit.Sdk;

namespace Mcu.EndToEnd.Tests.Terminal;

// That the driver sees what is on a screen, before anything is judged by it.
public class TmuxScreenTests
{
    [Fact]
    public async Task A_screen_is_typed_at_seen_and_resized()
    {
        await using TmuxScreen screen = await TmuxScreen.StartAsync(60, 15);
        await screen.EnterAsync("printf '%s-%s\\n' \"$LC_ALL\" '漢🦊é'");
        await screen.SeesAsync("C.UTF-8-漢🦊é");
        await screen.EnterAsync("clear; stty size");
        await screen.SeesAsync("15 60");
        await screen.ResizeAsync(70, 20);
        await screen.EnterAsync("stty size");
        await screen.SeesAsync("20 70");
        await screen.EnterAsync("clear");
        await screen.NoLongerSeesAsync("stty");
        await screen.PasteAsync("echo pas''ted");
        await screen.PressAsync("Enter");
        await screen.SeesAsync("\npasted");
    }

    [Fact]
    public async Task Styles_and_the_terminals_state_are_seen()
    {
        await using TmuxScreen screen = await TmuxScreen.StartAsync(60, 15, new() { ["LC_ALL"] = "C", ["NO_COLOR"] = "1" });
        await screen.EnterAsync("printf '\\033[?1049h\\033[?25l\\033[1;31m%s\\033[m\\n' \"$LC_ALL$NO_COLOR\"; read -r line");
        await screen.SeesAsync("C1");
        await screen.BecomesAsync("#{alternate_on} #{cursor_flag}", "1 0");
        Assert.Contains("\e[1m\e[31mC1", await screen.StyledTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_never_seen_fails_with_the_screen()
    {
        await using TmuxScreen screen = await TmuxScreen.StartAsync(60, 15);
        await screen.EnterAsync("echo some''thing");
        await screen.SeesAsync("\nsomething");
        screen.Patience = TimeSpan.Zero;
        XunitException failure = await Assert.ThrowsAsync<XunitException>(() => screen.SeesAsync("anything else"));
        Assert.Contains("\"anything else\"", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\nsomething", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_is_gone_afterwards()
    {
        TmuxScreen screen = await TmuxScreen.StartAsync(60, 15);
        string server = await screen.AskAsync("#{pid}");
        Assert.True(Directory.Exists($"/proc/{server}"));
        await screen.DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{server}"));
    }

    [Fact]
    public async Task What_tmux_refuses_fails_with_its_own_words()
    {
        await using TmuxScreen screen = await TmuxScreen.StartAsync(60, 15);
        XunitException refusal = await Assert.ThrowsAsync<XunitException>(() => screen.ResizeAsync(0, 0));
        Assert.Contains("too small", refusal.Message, StringComparison.Ordinal);
    }
}
