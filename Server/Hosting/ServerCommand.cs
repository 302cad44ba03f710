using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Hosting;

// The command line of mcu-server: its options, what they are called and what they may say.
internal sealed class ServerCommand
{
    private static readonly ServerOptions s_defaults = new();

    private readonly Option<IPEndPoint> _bind = new("--bind")
    {
        HelpName = "ADDRESS:PORT",
        Description = $"Where to listen; IPv6 in brackets, port 0 takes a free one. [default: {s_defaults.Bind}]",
        CustomParser = result => OptionText.TryReadEndPoint("--bind", Text(result), out IPEndPoint? value, out string? refusal)
            ? value : Refuse<IPEndPoint>(result, refusal),
    };

    private readonly Option<int?> _bitrate = new("--bitrate")
    {
        HelpName = "BPS",
        Description = $"Bits per second of the sound sent to each client. [default: {s_defaults.Bitrate}]",
        CustomParser = result => Integer(result, "--bitrate", ServerLimits.MinBitrate, ServerLimits.MaxBitrate),
    };

    private readonly Option<int?> _maxRoomSize = new("--max-room-size")
    {
        HelpName = "N",
        Description = $"Participants in one room at most. [default: {s_defaults.MaxRoomSize}]",
        CustomParser = result => Integer(result, "--max-room-size", ServerLimits.MinRoomSize, ServerLimits.MaxRoomSize),
    };

    private readonly Option<float?> _vadThreshold = new("--vad-threshold")
    {
        HelpName = "RMS",
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"Loudness from which sound counts as speech, 0.0 to 1.0. [default: {s_defaults.VadThreshold}]"),
        CustomParser = result => OptionText.TryReadShare("--vad-threshold", Text(result), out float value, out string? refusal)
            ? value : Refuse<float?>(result, refusal),
    };

    private readonly Option<int?> _idleTimeout = new("--idle-timeout")
    {
        HelpName = "SECONDS",
        Description =
            $"How long a client may go unheard before it is taken for gone. [default: {s_defaults.IdleTimeout.TotalSeconds}]",
        CustomParser = result => Integer(result, "--idle-timeout", ServerLimits.MinIdleTimeout, ServerLimits.MaxIdleTimeout),
    };

    private readonly Option<LogLevel?> _logLevel = new("--log-level")
    {
        HelpName = "LEVEL",
        Description = "The least to log: trace, debug, info, warn, error or none. [default: info]",
        CustomParser = result => OptionText.TryReadLogLevel("--log-level", Text(result), out LogLevel value, out string? refusal)
            ? value : Refuse<LogLevel?>(result, refusal),
    };

    // `run` is the program; `versions` is what --version prints, asked only then.
    public ServerCommand(Func<ServerOptions, Task<int>> run, Func<string> versions)
    {
        Root = new RootCommand("A voice server: one port, one stream to each client, however many are in the room.")
        {
            _bind, _bitrate, _maxRoomSize, _vadThreshold, _idleTimeout, _logLevel,
        };
        Root.Options.OfType<VersionOption>().Single().Action = new PrintVersions(versions);
        Root.SetAction((parsed, _) => run(Read(parsed)));
    }

    public RootCommand Root { get; }

    // Runs what the arguments ask for. Anything wrong with them goes to `error`, one sentence a line, and the answer is 1.
    public async Task<int> InvokeAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult parsed = Root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (ParseError mistake in parsed.Errors)
            {
                await error.WriteLineAsync(mistake.Message);
            }

            await error.WriteLineAsync("mcu-server --help lists what is allowed.");
            return 1;
        }

        // The host listens for the signals itself: the first ends it gently.
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        return await parsed.InvokeAsync(configuration);
    }

    private ServerOptions Read(ParseResult parsed) => new()
    {
        Bind = parsed.GetValue(_bind) ?? s_defaults.Bind,
        Bitrate = parsed.GetValue(_bitrate) ?? s_defaults.Bitrate,
        MaxRoomSize = parsed.GetValue(_maxRoomSize) ?? s_defaults.MaxRoomSize,
        VadThreshold = parsed.GetValue(_vadThreshold) ?? s_defaults.VadThreshold,
        IdleTimeout = parsed.GetValue(_idleTimeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : s_defaults.IdleTimeout,
        LogLevel = parsed.GetValue(_logLevel) ?? s_defaults.LogLevel,
    };

    private static int? Integer(ArgumentResult result, string option, int least, int most) =>
        OptionText.TryReadInteger(option, Text(result), least, most, out int value, out string? refusal)
            ? value : Refuse<int?>(result, refusal);

    private static string Text(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";

    private static T? Refuse<T>(ArgumentResult result, string refusal)
    {
        result.AddError(refusal);
        return default;
    }

    private sealed class PrintVersions(Func<string> versions) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(versions());
            return 0;
        }
    }
}
