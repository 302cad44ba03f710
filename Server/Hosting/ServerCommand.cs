using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Mcu.Common.Configuration;

namespace Mcu.Server.Hosting;

// The command line of mcu-server: a flag for every setting, a file of them, and what to do instead of serving.
internal sealed class ServerCommand
{
    private readonly Option<string?> _config = new("--config")
    {
        HelpName = "FILE",
        Description = "A TOML file of settings. What the command line says goes before it.",
    };

    private readonly Option<bool> _dumpConfig = new("--dump-config")
    {
        Description = "Print every setting as it would be in effect, as a commented TOML file, and end.",
    };

    private readonly (Setting<ServerOptions> Setting, Option<string?> Flag)[] _flags =
        [.. ServerSettings.All.Settings.Select(setting => (setting, FlagOf(setting)))];

    // `run` is the program; `versions` is what --version prints, asked only then.
    public ServerCommand(Func<ServerOptions, Task<int>> run, Func<string> versions)
    {
        Root = new RootCommand("A voice server: one port, one stream to each client, however many are in the room.")
        {
            _config, _dumpConfig,
        };
        foreach ((_, Option<string?> flag) in _flags)
        {
            Root.Options.Add(flag);
        }

        Root.Options.OfType<VersionOption>().Single().Action = new PrintVersions(versions);
        Root.SetAction((parsed, _) => ActAsync(parsed, run));
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

    private async Task<int> ActAsync(ParseResult parsed, Func<ServerOptions, Task<int>> run)
    {
        ServerOptions options;
        try
        {
            options = Read(parsed);
        }
        catch (ConfigurationException refusal)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(refusal.Message);
            return 1;
        }

        if (!parsed.GetValue(_dumpConfig))
        {
            return await run(options);
        }

        await parsed.InvocationConfiguration.Output.WriteAsync(ServerSettings.All.Dump(options));
        return 0;
    }

    // The command line over the file over the defaults.
    private ServerOptions Read(ParseResult parsed)
    {
        ServerOptions options =
            parsed.GetValue(_config) is { } file ? ServerSettings.All.Load(file) : ServerSettings.All.Defaults;
        foreach ((Setting<ServerOptions> setting, Option<string?> flag) in _flags)
        {
            if (parsed.GetResult(flag) is { } given)
            {
                options = setting.Apply(options, given.Tokens.Count > 0 ? given.Tokens[^1].Value : "true");
            }
        }

        ServerSettings.CheckTogether(options);
        return options;
    }

    private static Option<string?> FlagOf(Setting<ServerOptions> setting) => new(setting.Flag)
    {
        HelpName = setting.ValueName,
        Description = $"{setting.Help}. [default: {setting.Write(ServerSettings.All.Defaults)?.Trim('"') ?? "not set"}]",
        Arity = setting.IsSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
    };

    private sealed class PrintVersions(Func<string> versions) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(versions());
            return 0;
        }
    }
}
