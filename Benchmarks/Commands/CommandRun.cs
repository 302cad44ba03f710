using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;

namespace Mcu.Benchmarks.Commands;

// A command from its arguments to its exit code: mistakes are sentences, and a signal ends it in order.
internal static class CommandRun
{
    public const int Failed = 1;
    public const int Interrupted = 130;

    // Until a signal stops it.
    public static async Task<int> MainAsync(
        string name, RootCommand root, string[] arguments, TextWriter output, TextWriter errors)
    {
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        return await InvokeAsync(name, root, arguments, output, errors, stop.Token);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    public static async Task<int> InvokeAsync(
        string name, RootCommand root, string[] arguments, TextWriter output, TextWriter errors,
        CancellationToken cancellationToken)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (ParseError mistake in parsed.Errors)
            {
                await errors.WriteLineAsync(mistake.Message);
            }

            await errors.WriteLineAsync($"{name} --help lists what is allowed.");
            return Failed;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = errors,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }
}
