using System.Runtime.InteropServices;
using Mcu.Client.Control;
using Mcu.Client.Hosting;

// A hotkey waits for it: nothing else is loaded.
if (ControlRequest.OfPlain(args) is { } request)
{
    return ProgramActions.Control(request, Console.Out, Console.Error);
}

using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, LeavePolitely);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, LeavePolitely);
using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, LeavePolitely);

var commandLine = new CommandLine(ProgramActions.All, Console.Error);
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

// The first signal asks to leave; after it a signal ends the program, as it would any other. A terminal that is closed may say so
// twice, by itself and by its shell: that is nobody's haste.
void LeavePolitely(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested || context.Signal == PosixSignal.SIGHUP;
    stop.Cancel();
}
