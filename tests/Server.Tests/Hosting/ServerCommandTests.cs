using System.Net;
using Mcu.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Tests.Hosting;

public class ServerCommandTests
{
    [Fact]
    public async Task Without_options_the_defaults_hold()
    {
        (int exitCode, ServerOptions? options, _, string error) = await Run();

        Assert.Equal(0, exitCode);
        Assert.Equal("", error);
        Assert.Equal(new ServerOptions(), options);
    }

    [Fact]
    public async Task Every_option_is_taken()
    {
        (_, ServerOptions? options, _, _) = await Run(
            "--bind", "[::1]:0", "--bitrate", "48000", "--max-room-size", "5", "--vad-threshold", "0.01",
            "--idle-timeout", "9", "--log-level", "warn");

        Assert.Equal(
            new ServerOptions
            {
                Bind = new IPEndPoint(IPAddress.IPv6Loopback, 0),
                Bitrate = 48_000,
                MaxRoomSize = 5,
                VadThreshold = 0.01f,
                IdleTimeout = TimeSpan.FromSeconds(9),
                LogLevel = LogLevel.Warning,
            },
            options);
    }

    [Theory]
    [InlineData("--bind", "4433", "--bind is \"4433\", but must be ADDRESS:PORT, such as 0.0.0.0:4433 or [::]:4433, with a port")]
    [InlineData("--bind", "::1:4433", "--bind is \"::1:4433\"")]
    [InlineData("--bind", "1.2.3.4:65536", "--bind is \"1.2.3.4:65536\"")]
    [InlineData("--bind", "[1.2.3.4]:1", "--bind is \"[1.2.3.4]:1\"")]
    [InlineData("--bind", "localhost:1", "--bind is \"localhost:1\"")]
    [InlineData("--bitrate", "5999", "--bitrate is \"5999\", but must be a whole number from 6000 to 256000.")]
    [InlineData("--bitrate", "many", "--bitrate is \"many\"")]
    [InlineData("--max-room-size", "0", "--max-room-size is \"0\", but must be a whole number from 1 to 4096.")]
    [InlineData("--vad-threshold", "1.5", "--vad-threshold is \"1.5\", but must be a number from 0 to 1.")]
    [InlineData("--vad-threshold", "NaN", "--vad-threshold is \"NaN\"")]
    [InlineData("--idle-timeout", "4", "--idle-timeout is \"4\", but must be a whole number of seconds from 5 to 600.")]
    [InlineData("--log-level", "loud", "--log-level is \"loud\", but must be one of trace, debug, info, warn, error, none.")]
    public async Task What_is_wrong_is_said_in_a_sentence(string option, string value, string sentence)
    {
        (int exitCode, ServerOptions? options, string output, string error) = await Run(option, value);

        Assert.Equal(1, exitCode);
        Assert.Null(options);
        Assert.Equal("", output);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--unknown")]
    [InlineData("surplus")]
    [InlineData("--bitrate")]
    public async Task An_unknown_or_unfinished_option_ends_with_1(string argument)
    {
        (int exitCode, ServerOptions? options, _, string error) = await Run(argument);

        Assert.Equal(1, exitCode);
        Assert.Null(options);
        Assert.Contains(argument, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_prints_the_versions_and_runs_nothing()
    {
        (int exitCode, ServerOptions? options, string output, _) = await Run("--version");

        Assert.Equal(0, exitCode);
        Assert.Null(options);
        Assert.Equal("all the versions", output.Trim());
    }

    private static async Task<(int ExitCode, ServerOptions? Options, string Output, string Error)> Run(params string[] arguments)
    {
        ServerOptions? seen = null;
        using var output = new StringWriter();
        using var error = new StringWriter();
        var command = new ServerCommand(
            options =>
            {
                seen = options;
                return Task.FromResult(0);
            },
            () => "all the versions");
        int exitCode = await command.InvokeAsync(arguments, output, error);
        return (exitCode, seen, output.ToString(), error.ToString());
    }
}
