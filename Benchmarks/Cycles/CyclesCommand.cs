using System.CommandLine;
using Mcu.Benchmarks.Commands;
using Mcu.Benchmarks.Load;
using Mcu.Common.Configuration;
using Mcu.Common.Opus;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;

namespace Mcu.Benchmarks.Cycles;

// `cycles`: its flags, checked, and the run. docs/benchmarks.md tells people of it.
internal sealed class CyclesCommand
{
    private const string Name = "cycles";

    private static readonly CyclesOptions s_defaults = new();

    private readonly Option<TransportPreference?> _transport = SettingOption.Of(
        "--transport", "NAME", new ChoiceForm<TransportPreference>(TransportBackends.Words),
        "What carries QUIC at both ends. [default: auto]");

    private readonly Option<int?> _count = SettingOption.Of(
        "--count", "N", new WholeNumberForm(1, CyclesLimits.MaxCount),
        $"How often somebody connects, joins, talks and disconnects. [default: {s_defaults.Count}]");

    private readonly Option<int?> _parallel = SettingOption.Of(
        "--parallel", "N", new WholeNumberForm(1, CyclesLimits.MaxParallel),
        $"How many do so at the same time. [default: {s_defaults.Parallel}]");

    private readonly Option<int?> _drop = SettingOption.Of(
        "--drop", "PERCENT", new WholeNumberForm(0, 100),
        "How many of a hundred are gone without a word, instead of leaving. [default: 0]");

    private readonly Argument<string[]> _flags = new("SERVER-FLAGS")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "After --: further flags for the server, such as --mix-threads 1.",
    };

    private readonly Func<CyclesOptions, CancellationToken, Task<int>> _run;

    // `run` is what to do with options that are right.
    public CyclesCommand(Func<CyclesOptions, CancellationToken, Task<int>> run)
    {
        _run = run;
        Root = new RootCommand("Connects and disconnects, again and again, and prints in one line of JSON what that left behind.")
        {
            _transport, _count, _parallel, _drop, _flags,
        };
        Root.SetAction(ActAsync);
    }

    public RootCommand Root { get; }

    // The whole program, from its arguments to its exit code.
    public static Task<int> MainAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        var command = new CyclesCommand((options, cancelled) => RunAsync(options, output, errors, cancelled));
        return CommandRun.MainAsync(Name, command.Root, arguments, output, errors);
    }

    public Task<int> InvokeAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancellationToken) =>
        CommandRun.InvokeAsync(Name, Root, arguments, output, errors, cancellationToken);

    private async Task<int> ActAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            return await _run(
                new CyclesOptions
                {
                    Transport = parsed.GetValue(_transport) ?? s_defaults.Transport,
                    Count = parsed.GetValue(_count) ?? s_defaults.Count,
                    Parallel = parsed.GetValue(_parallel) ?? s_defaults.Parallel,
                    DropPercent = parsed.GetValue(_drop) ?? s_defaults.DropPercent,
                    ServerFlags = ServerFlagsArgument.Read(parsed, _flags, Name),
                },
                cancellationToken);
        }
        catch (FormatException e)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return CommandRun.Failed;
        }
    }

    private static async Task<int> RunAsync(
        CyclesOptions options, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var progress = new ProgressLine(errors, !Console.IsErrorRedirected);
        try
        {
            OpusLibrary.EnsureLoaded();
            CyclesResult result = await new CyclesRun(options, progress, errors).RunAsync(cancellationToken);
            await output.WriteLineAsync(result.ToJson());
            if (result.Failed > 0)
            {
                await errors.WriteLineAsync($"{result.Failed} of {result.Cycles} cycles failed.");
            }

            if (result.Level == false)
            {
                await errors.WriteLineAsync("It is not level: one of the two processes has grown by more than docs/benchmarks.md allows.");
            }

            return result.Failed > 0 || result.Level == false ? CommandRun.Failed : 0;
        }
        catch (Exception e) when (e is LoadException or TransportException or OpusException)
        {
            await errors.WriteLineAsync(e.Message);
            return CommandRun.Failed;
        }
        catch (OperationCanceledException)
        {
            return CommandRun.Interrupted;
        }
    }
}
