using Mcu.Client.Control;
using Xunit;

namespace Mcu.Client.Tests.Control;

// "mcu-client ctl", and the clients that answer it.
public class ControlProgramTests
{
    [Fact]
    public async Task A_command_comes_to_the_client_that_was_started_last()
    {
        await using var control = new ControlFixture();
        FakeHandler older = control.Start(9);
        FakeHandler last = control.Start(5);
        last.Answer = (_, _) => Task.FromResult(new CommandReply(["you are muted", "Zoë too"]));
        Assert.True(await control.RunAsync("mute on"));
        Assert.Equal("/mute on", Assert.Single(last.Lines));
        Assert.Empty(older.Lines);
        Assert.Equal("you are muted\nZoë too\n", control.Output.ToString());
        Assert.Equal("", control.Errors.ToString());
    }

    [Fact]
    public async Task Another_client_is_named_by_its_number()
    {
        await using var control = new ControlFixture();
        FakeHandler older = control.Start(9);
        FakeHandler last = control.Start(5);
        older.Answer = (_, _) => Task.FromResult(new CommandReply(["so far"], "There is no command \"/mut\"."));
        Assert.False(await control.RunAsync("/mut", processId: 9));
        Assert.Equal("/mut", Assert.Single(older.Lines));
        Assert.Empty(last.Lines);
        Assert.Equal("so far\n", control.Output.ToString());
        Assert.Equal("There is no command \"/mut\".\n", control.Errors.ToString());
    }

    [Fact]
    public async Task All_clients_can_be_told_at_once()
    {
        await using var control = new ControlFixture();
        FakeHandler older = control.Start(9);
        FakeHandler last = control.Start(5);
        control.Kill(7);
        older.Answer = (_, _) => Task.FromResult(new CommandReply(["muted"]));
        Assert.True(await control.RunAsync("mute", all: true));
        last.Answer = (_, _) => Task.FromResult(CommandReply.Refused("Not now."));
        Assert.False(await control.RunAsync("mute", all: true));
        Assert.Equal((2, 2), (older.Lines.Count, last.Lines.Count));
        Assert.Equal("9: muted\n9: muted\n", control.Output.ToString());
        Assert.Equal("5: Not now.\n", control.Errors.ToString());
    }

    [Fact]
    public async Task A_client_that_was_killed_is_passed_over_and_its_socket_removed()
    {
        await using var control = new ControlFixture();
        FakeHandler alive = control.Start(9);
        control.Kill(5);
        Assert.True(await control.RunAsync("mute"));
        Assert.Single(alive.Lines);
        Assert.Equal([9], control.Folder.ProcessIds());
        control.Kill(6);
        Assert.False(await control.RunAsync("mute", processId: 6));
        Assert.Equal("The process 6 is no mcu-client, or one with --headless.\n", control.Errors.ToString());
        Assert.Equal([9], control.Folder.ProcessIds());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Where_no_client_runs_it_is_said(bool isFolderThere, bool all)
    {
        await using var control = new ControlFixture();
        if (isFolderThere)
        {
            control.Kill(3);
        }

        Assert.False(await control.RunAsync("mute", all: all));
        Assert.Equal("No mcu-client runs here, or only with --headless.\n", control.Errors.ToString());
    }

    [Fact]
    public async Task What_cannot_be_sent_is_said()
    {
        await using var control = new ControlFixture();
        FakeHandler handler = control.Start(1);
        Assert.False(await control.RunAsync(new ControlRequest { Words = ["mute\n/leave"] }));
        Assert.False(await control.RunAsync(new ControlRequest { Words = ["kick", new string('é', 2_048)] }));
        Assert.Empty(handler.Lines);
        Assert.Equal(
            "The command holds a control character; it must be one line of text.\n"
            + "The command takes 4102 bytes of UTF-8; at most 4096 are allowed.\n",
            control.Errors.ToString());
    }

    [Fact]
    public async Task An_answer_that_cannot_be_written_is_a_failure_with_a_sentence()
    {
        await using var control = new ControlFixture();
        control.Start(1).Answer = (_, _) => Task.FromResult(new CommandReply(["you are muted"]));
        using var full = new FullWriter();
        using var errors = new StringWriter();
        var program = new ControlProgram(control.Path, full, errors);
        Assert.False(await Task.Run(() => program.Run(new ControlRequest { Words = ["mute"] })));
        Assert.Equal("Standard output cannot be written: No space left on device\n", errors.ToString());
    }

    // A reason with quotes comes as the shell leaves it.
    [Theory]
    [InlineData("/mute", "mute")]
    [InlineData("/mute", "/mute")]
    [InlineData("/kick Ben Two too loud", "kick", "Ben Two", "too loud")]
    [InlineData("/", "")]
    public void Words_become_a_line(string line, params string[] words) =>
        Assert.Equal(line, new ControlRequest { Words = words }.Line);

    [Theory]
    [InlineData("/ptt down", "ctl", "ptt", "down")]
    [InlineData("/kick Ben Two too loud", "ctl", "kick", "Ben Two", "too loud")]
    [InlineData(null, "ctl")]
    [InlineData(null, "ctl", "--help")]
    [InlineData(null, "ctl", "--pid", "5", "mute")]
    [InlineData(null, "ctl", "mute", "--all")]
    [InlineData(null, "ctl:4433", "lobby", "Ana")]
    [InlineData(null, "lobby", "ctl", "Ana")]
    public void A_hotkeys_words_are_read_at_once(string? line, params string[] arguments) =>
        Assert.Equal(line, ControlRequest.OfPlain(arguments)?.Line);

    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
