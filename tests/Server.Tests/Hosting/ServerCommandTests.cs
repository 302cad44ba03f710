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
    public async Task Options_are_taken()
    {
        (_, ServerOptions? options, _, _) = await Run(
            "--bind", "[::1]:0", "--bitrate", "48000", "--max-room-size", "5", "--vad-threshold", "0.01",
            "--idle-timeout", "9", "--log-level", "warn", "--ephemeral-cert");

        Assert.Equal(
            new ServerOptions
            {
                Bind = new IPEndPoint(IPAddress.IPv6Loopback, 0),
                Bitrate = 48_000,
                MaxRoomSize = 5,
                VadThreshold = 0.01f,
                IdleTimeout = TimeSpan.FromSeconds(9),
                LogLevel = LogLevel.Warning,
                EphemeralCertificate = true,
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
    [InlineData("--transport", "tcp", "--transport is \"tcp\", but must be one of auto, msquic, ngtcp2.")]
    [InlineData("--log-level", "loud", "--log-level is \"loud\", but must be one of trace, debug, info, warn, error, none.")]
    public async Task What_is_wrong_is_said_in_a_sentence(string option, string value, string sentence)
    {
        (int exitCode, ServerOptions? options, string output, string error) = await Run(option, value);

        Assert.Equal(1, exitCode);
        Assert.Null(options);
        Assert.Equal("", output);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_goes_before_the_file_and_the_file_before_the_defaults()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "bitrate = 20000\nmax_room_size = 9\nephemeral_cert = true\n");
            (_, ServerOptions? options, _, string error) = await Run(
                "--bitrate", "30000", "--config", file, "--ephemeral-cert=false");

            Assert.Equal("", error);
            Assert.Equal(new ServerOptions { Bitrate = 30_000, MaxRoomSize = 9 }, options);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Dump_config_prints_what_would_be_in_effect_and_runs_nothing()
    {
        (int exitCode, ServerOptions? options, string output, string error) = await Run("--dump-config", "--bitrate", "30000");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Null(options);
        Assert.Equal(ServerSettings.All.Dump(new ServerOptions { Bitrate = 30_000 }), output);
    }

    [Theory]
    [InlineData("--cert-file", "a.pem", "cert_file (--cert-file) is set and key_file (--key-file) is not; both or*")]
    [InlineData("--key-file", "a.pem", "key_file (--key-file) is set and cert_file (--cert-file) is not; both or*")]
    [InlineData("--config", "nowhere.toml", "The configuration file \"nowhere.toml\" cannot be read: there is no such file.")]
    [InlineData("--config", "/", "The configuration file \"/\" cannot be read: it is a folder.")]
    [InlineData("--config", "", "The configuration file \"\" cannot be read: this is not the name of a file.")]
    public async Task What_does_not_go_together_or_cannot_be_read_is_said(string option, string value, string sentence)
    {
        (int exitCode, ServerOptions? options, _, string error) = await Run(option, value);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(sentence.TrimEnd('*'), error, StringComparison.Ordinal);
        Assert.Null(options);
    }

    [Fact]
    public async Task An_ephemeral_certificate_and_files_for_one_exclude_each_other()
    {
        (int exitCode, _, _, string error) = await Run("--ephemeral-cert", "--cert-file", "a.pem", "--key-file", "b.pem");

        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            "ephemeral_cert (--ephemeral-cert) and cert_file (--cert-file) are both set", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invite_leads_to_a_room_that_is_allowed()
    {
        (int exitCode, _, _, string error) = await Run("--max-room-code", "4");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("invite_room (--invite-room) has 5 characters, but max_room_code", error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("--max-room-code", "4", "--invite-room", "🎧🎧🎧🎧")).ExitCode);
    }

    [Theory]
    [InlineData("--bitrat 48000", "\"--bitrat\" is no flag; the nearest is --bitrate.\n\"48000\" belongs to no flag.")]
    [InlineData("--room-size=5", "\"--room-size=5\" is no flag; the nearest is --max-room-size.")]
    [InlineData("--configuration a.toml", "\"--configuration\" is no flag; the nearest is --config")]
    [InlineData("surplus", "\"surplus\" belongs to no flag.")]
    [InlineData("[suggest:3] --bi", "\"[suggest:3]\" belongs to no flag.\n\"--bi\" is no flag; the nearest is --bind.")]
    [InlineData("@file", "\"@file\" belongs to no flag.")]
    [InlineData("--bitrate", "Required argument missing for option: '--bitrate'.")]
    [InlineData("--bitrate 8000 --bitrate 9000", "Option '--bitrate' expects a single argument but 2 were provided.")]
    public async Task An_unknown_or_unfinished_flag_ends_with_1(string arguments, string sentence)
    {
        (int exitCode, ServerOptions? options, _, string error) = await Run(arguments.Split(' '));

        Assert.Equal(1, exitCode);
        Assert.Null(options);
        Assert.StartsWith(sentence, error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith("mcu-server --help lists what is allowed.\n", error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_may_look_like_whatever_it_likes()
    {
        (int exitCode, ServerOptions? options, _, _) = await Run(
            "--invite-room", "@home", "--data-dir", "@d", "--public-address", "[2001:db8::1]");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            new ServerOptions { InviteRoom = "@home", DataDirectory = "@d", PublicAddress = "[2001:db8::1]" }, options);
    }

    [Fact]
    public async Task What_stood_there_is_shown_shortly_and_drives_no_terminal()
    {
        (_, _, _, string error) = await Run("--bind", "\e[2J" + new string('x', 100_000));

        Assert.StartsWith("--bind is \"\uFFFD[2Jxxx", error, StringComparison.Ordinal);
        Assert.InRange(error.Length, 1, 300);
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
