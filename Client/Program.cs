using System.Runtime.InteropServices;
using Mcu.Client.Hosting;
using Mcu.Client.Voice;
using Mcu.Common;
using Mcu.Common.Opus;
using Mcu.Common.Transport.Ngtcp2;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, LeavePolitely);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, LeavePolitely);
using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, LeavePolitely);

var actions = new ClientActions { Run = RunAsync, Versions = Versions, ListDevices = ListDevices };
var commandLine = new CommandLine(actions, Console.Error);
try
{
    return await commandLine.InvokeAsync(args, Console.Out, Console.Error, stop.Token);
}
catch (IOException e)
{
    // A run has a sentence of its own for it; this is a disk that is full under --dump-config > FILE.
    await Console.Error.WriteLineAsync($"Standard output cannot be written: {e.Message}");
    return ExitCode.Failed;
}

static async Task<int> RunAsync(ClientOptions options, CancellationToken cancellationToken)
{
    using LogFile? log = options.LogFile is { } path ? LogFile.Append(path) : null;
    ILogger logger = log is null ? NullLogger.Instance : log;
    using Stream input = Console.OpenStandardInput();
    options = options with { CanAsk = !Console.IsInputRedirected };
    using TextWriter output = StandardOutput.Open();
    var run = new ClientRun(options, Ngtcp2Transport.Load, new MonotonicPacer(), input, output, Console.Error, logger);
    return await run.RunAsync(cancellationToken);
}

static string Versions() =>
    ProgramVersion.Describe("mcu-client", () => Ngtcp2Transport.Load().Library, () => OpusLibrary.Version);

static int ListDevices(TextWriter output, TextWriter errors)
{
    errors.WriteLine("There are no sound cards here.");
    return ExitCode.Failed;
}

// The first signal asks to leave; after it a signal ends the program, as it would any other. A terminal that is closed may say so
// twice, by itself and by its shell: that is nobody's haste.
void LeavePolitely(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested || context.Signal == PosixSignal.SIGHUP;
    stop.Cancel();
}
