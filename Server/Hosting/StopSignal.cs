using System.Runtime.InteropServices;

namespace Mcu.Server.Hosting;

// Ctrl+C, SIGTERM, and SIGHUP, which is a terminal that was closed: the first asks the program to end, the second ends it at once.
internal sealed class StopSignal : IDisposable
{
    // What a shell reports for a program that Ctrl+C ended: 128 and the signal's number.
    private const int ExitInterrupted = 130;

    private readonly TaskCompletionSource<string> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;

    public StopSignal()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle);
    }

    // Completes with the signal's name, as in "SIGTERM".
    public Task<string> Received => _received.Task;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        // A terminal that is closed may say so twice, by itself and by its shell: that is nobody's haste.
        if (!_received.TrySetResult(context.Signal.ToString()) && context.Signal != PosixSignal.SIGHUP)
        {
            Environment.Exit(ExitInterrupted);
        }
    }
}
