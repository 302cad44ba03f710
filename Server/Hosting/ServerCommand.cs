using System.CommandLine;
using System.CommandLine.Invocation;
using Mcu.Common;
using Mcu.Common.Configuration;

namespace Mcu.Server.Hosting;

// The command line of mcu-server: a flag for every setting, a file of them, and what to do instead of serving.
internal sealed class ServerCommand
{
    private readonly SettingFlags<ServerOptions> _settings = new(ServerSettings.All);

    // `run` is the program; `versions` is what --version prints, asked only then.
    public ServerCommand(Func<ServerOptions, Task<int>> run, Func<string> versions)
    {
        Root = new RootCommand("A voice server: one port, one stream to each client, however many are in the room.");
        foreach (Option setting in _settings.All)
        {
            Root.Options.Add(setting);
        }

        VersionAction.Set(Root, versions);
        Root.SetAction((parsed, _) => ActAsync(parsed, run));
    }

    public RootCommand Root { get; }

    // Runs what the arguments ask for. Anything wrong with them goes to `error`, one sentence a line, and the answer is 1.
    public async Task<int> InvokeAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult parsed = PlainArguments.Parse(Root, arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (string mistake in Mistakes(parsed))
            {
                await error.WriteLineAsync(mistake);
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

    private IEnumerable<string> Mistakes(ParseResult parsed) => parsed.UnmatchedTokens.Count == 0
        ? parsed.Errors.Select(mistake => mistake.Message)
        : parsed.UnmatchedTokens.Select(word => word is ['-', ..]
            ? $"{Quoted.Of(word)} is no flag; the nearest is {_settings.Nearest(word.Split('=')[0])}."
            : $"{Quoted.Of(word)} belongs to no flag.");

    private async Task<int> ActAsync(ParseResult parsed, Func<ServerOptions, Task<int>> run)
    {
        ServerOptions options;
        try
        {
            options = _settings.Read(parsed);
            ServerSettings.CheckTogether(options);
        }
        catch (ConfigurationException refusal)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(refusal.Message);
            return 1;
        }

        if (!_settings.IsDump(parsed))
        {
            return await run(options);
        }

        await parsed.InvocationConfiguration.Output.WriteAsync(ServerSettings.All.Dump(options));
        return 0;
    }
}
