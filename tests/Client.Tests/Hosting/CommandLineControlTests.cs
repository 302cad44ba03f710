using Mcu.Client.Hosting;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

// "mcu-client ctl" on the command line.
public sealed class CommandLineControlTests : IDisposable
{
    private readonly CommandLineFixture _line = new();

    public void Dispose() => _line.Dispose();

    [Theory]
    [InlineData("ctl mute", "/mute", null, false)]
    [InlineData("ctl mute on", "/mute on", null, false)]
    [InlineData("ctl --pid 42 ptt down", "/ptt down", 42, false)]
    [InlineData("ctl /ptt down --all", "/ptt down", null, true)]
    [InlineData("ctl kick ben -- --all", "/kick ben --all", null, false)]
    public async Task A_running_client_is_handed_a_command(string arguments, string line, int? processId, bool isForAll)
    {
        (int code, string errors, ClientOptions? options) = await _line.RunAsync(arguments.Split(' '));
        Assert.Equal((8, "", null), (code, errors, options));
        Assert.Equal((line, processId, isForAll), (_line.Asked!.Line, _line.Asked.ProcessId, _line.Asked.All));
    }

    [Theory]
    [InlineData("ctl", "COMMAND is missing: mcu-client ctl COMMAND, such as mcu-client ctl mute.")]
    [InlineData("ctl --all", "COMMAND is missing: mcu-client ctl COMMAND, such as mcu-client ctl mute.")]
    [InlineData("ctl --pid x mute", "--pid is \"x\"; allowed is a process number, as ps prints it.")]
    [InlineData("ctl --pid 0 mute", "--pid is \"0\"; allowed is a process number, as ps prints it.")]
    [InlineData("ctl --pid 2147483648 mute", "--pid is \"2147483648\"; allowed is a process number, as ps prints it.")]
    [InlineData("ctl --pid 5 --all mute", "--pid and --all stand together; only one of them is allowed.")]
    public async Task What_is_no_command_for_a_client_is_handed_to_none(string arguments, string sentence)
    {
        (int code, string errors, _) = await _line.RunAsync(arguments.Split(' '));
        Assert.Equal((1, null), (code, _line.Asked));
        Assert.Equal(sentence, errors.TrimEnd());
    }

    [Theory]
    [InlineData("ctl:4433 r n", "ctl:4433", "r", "n")]
    [InlineData("h:1 ctl n", "h:1", "ctl", "n")]
    [InlineData("h:1 r ctl", "h:1", "r", "ctl")]
    [InlineData("--plain h:1 ctl ctl", "h:1", "ctl", "ctl")]
    public async Task Servers_rooms_and_people_may_be_called_like_a_command(string arguments, string server, string room, string name)
    {
        (int code, _, ClientOptions? options) = await _line.RunAsync(arguments.Split(' '));
        Assert.Equal((0, server, room, name), (code, options!.Server.ToString(), options.Room, options.Name));
        Assert.Null(_line.Asked);
    }

    [Fact]
    public async Task Help_tells_of_the_command()
    {
        await _line.RunAsync("--help");
        Assert.Contains("ctl <COMMAND>", _line.Output.ToString(), StringComparison.Ordinal);
    }

    // Nothing of what only a call takes.
    [Fact]
    public async Task The_commands_own_help_says_what_it_takes()
    {
        await _line.RunAsync("ctl", "--help");
        Assert.Contains(" ctl [<COMMAND>...]", _line.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("HOST:PORT", _line.Output.ToString(), StringComparison.Ordinal);
        await _line.RunAsync("--help");
        Assert.Contains("HOST:PORT", _line.Output.ToString(), StringComparison.Ordinal);
    }
}
