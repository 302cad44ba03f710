using System.Runtime.InteropServices;
using Mcu.Client.Terminal.Console;
using Mcu.Client.Terminal.Input;
using Mcu.TerminalProbe;

// A program for tests that holds the client's terminal, shows what it is sent, and ends in every way a program can: by q politely,
// by e at once, by x and y by exceptions on another thread and on this one. A first SIGTERM is taken as the client takes it, and
// after h not answered.
using var stop = new CancellationTokenSource();
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, LeavePolitely);

Console.WriteLine("The screen comes now.");
using ConsoleTerminal? terminal = ConsoleTerminal.Open(Environment.GetEnvironmentVariable, errors: null);
if (terminal is null)
{
    Console.WriteLine("There is no screen.");
    return 3;
}

var page = new Page(terminal);
page.Show($"pid {Environment.ProcessId}");
bool isDeaf = false;
try
{
    await foreach (TerminalInput input in terminal.Input.ReadAllAsync(stop.Token))
    {
        page.Show(Page.Describe(input));
        switch ((input as TerminalInput.Pressed)?.Text)
        {
            case "q":
                return 0;
            case "e":
                Environment.Exit(7);
                break;
            case "h":
                isDeaf = true;
                break;
            case "n":
                File.WriteAllText("/dev/fd/2", "noise");
                page.Show("noise made");
                break;
            case "x":
                new Thread(() => throw new InvalidOperationException("thrown there")).Start();
                break;
            case "y":
                throw new InvalidOperationException("thrown here");
            case "z":
                terminal.Suspend();
                break;
        }
    }
}
catch (OperationCanceledException) when (isDeaf)
{
    page.Show("deaf");
    await Task.Delay(Timeout.Infinite);
}
catch (OperationCanceledException)
{
}

return 0;

void LeavePolitely(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
