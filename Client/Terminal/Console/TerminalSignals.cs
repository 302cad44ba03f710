using System.Diagnostics;
using System.Runtime.InteropServices;
using Mcu.Client.Terminal.Console.Interop;

namespace Mcu.Client.Terminal.Console;

// The signals that concern a screen, and the events that end a program. The runtime's own way with SIGCONT, to set the terminal
// up as it remembers it, is prevented.
internal sealed class TerminalSignals : IDisposable
{
    // A stop that nobody can lift (no shell is there to) is no stop: then the program goes on after this long.
    private const int StopMilliseconds = 200;

    private const int ContinueMilliseconds = 50;

    private readonly Action _stopAsked;
    private readonly Action _lastChance;
    private readonly ManualResetEventSlim _continued = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private PosixSignalRegistration _stop;
    private int _timesEndAsked;

    // resized, continued: quick. stopAsked: SIGTSTP came, on a thread that may wait. lastChance: the program is about to end, as
    // it does by an exception that nobody caught.
    public TerminalSignals(Action resized, Action continued, Action stopAsked, Action lastChance)
    {
        Debug.Assert(!OperatingSystem.IsWindows());
        _stopAsked = stopAsked;
        _lastChance = lastChance;
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => resized()));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, context =>
        {
            context.Cancel = true;
            continued();
            _continued.Set();
        }));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, _ => lastChance()));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => OnEndAsked()));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => OnEndAsked()));
        _stop = CatchStop();
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    // Stops the program as the system does it, and returns when it goes on. withGroup: and what the shell started with it.
    public void Stop(bool withGroup)
    {
        _stop.Dispose();
        _continued.Reset();
        _ = LibC.kill(withGroup ? 0 : Environment.ProcessId, LibC.SIGTSTP);
        if (!_continued.Wait(StopMilliseconds))
        {
            // After a long stop the time is up at once, and the signal that ended it is still on its way to its handler.
            _continued.Wait(ContinueMilliseconds);
        }

        _stop = CatchStop();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private PosixSignalRegistration CatchStop()
    {
        Debug.Assert(!OperatingSystem.IsWindows());
        return PosixSignalRegistration.Create(PosixSignal.SIGTSTP, context =>
        {
            context.Cancel = true;
            ThreadPool.UnsafeQueueUserWorkItem(static asked => asked(), _stopAsked, preferLocal: false);
        });
    }

    // The program leaves politely at the first of them and ends at the second, without another word: whoever registered last, as
    // this does, is asked first and cannot see what the others will decide.
    private void OnEndAsked()
    {
        if (Interlocked.Increment(ref _timesEndAsked) > 1)
        {
            _lastChance();
        }
    }

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e) => _lastChance();

    private void OnProcessExit(object? sender, EventArgs e) => _lastChance();
}
