using System.Diagnostics;
using System.Globalization;
using Mcu.EndToEnd.Tests.Processes.Interop;
using Xunit.Sdk;

namespace Mcu.EndToEnd.Tests.Processes;

// One of our programs as a real process: what it prints, line by line, and how it ends. Every wait is for something it does, and
// is bounded; disposing of it kills it. Any thread.
internal class ProgramProcess : IAsyncDisposable
{
    // Longer than anything takes on a slow and busy machine; it is only waited for when a test fails.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly Task _drained;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Environment: variables beside those of the test. Yields: whether it only gets what the others leave of the processor.
    protected ProgramProcess(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>>? environment = null,
        bool yields = false)
    {
        var start = new ProcessStartInfo(yields ? "nice" : BuiltProgram.Host)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in yields ? ["-n", "19", BuiltProgram.Host] : Array.Empty<string>())
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add(BuiltProgram.PathOf(program));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _drained = Task.WhenAll(ReadAsync(_process.StandardOutput, _output), ReadAsync(_process.StandardError, _errors));
    }

    public string[] Output => Snapshot(_output);

    public string[] Errors => Snapshot(_errors);

    // Waits until it prints such a line on standard output (or has), and returns the line.
    public Task<string> OutputLineAsync(Func<string, bool> wanted) => LineAsync(_output, wanted);

    public Task<string> ErrorLineAsync(Func<string, bool> wanted) => LineAsync(_errors, wanted);

    public Task<string> ErrorLineAsync(string wanted) => LineAsync(_errors, line => line == wanted);

    // Writes a line to its standard input.
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteAsync(line + "\n");
        await _process.StandardInput.FlushAsync();
    }

    // Waits for its end, and for all it printed.
    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            await _drained.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new XunitException($"The process did not end in time.\n{Everything()}");
        }

        return _process.ExitCode;
    }

    public void Terminate() => Signal(LibC.SIGTERM);

    public void Interrupt() => Signal(LibC.SIGINT);

    // What a terminal that is closed sends.
    public void HangUp() => Signal(LibC.SIGHUP);

    // Stops all its threads for so long. The answer is how long they really stood, at most.
    public TimeSpan Pause(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        Signal(LibC.SIGSTOP);
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            // Not by a sleep, which takes a millisecond more, or many.
        }

        Signal(LibC.SIGCONT);
        return Stopwatch.GetElapsedTime(start);
    }

    // SIGKILL: it has no chance to say goodbye.
    public void Kill() => _process.Kill();

    // Bytes of memory that it really occupies now (VmRSS).
    public long ResidentBytes()
    {
        string line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    // Whether it has this file open as a part of itself, a library for instance.
    public bool HasLoaded(string file) =>
        File.ReadLines($"/proc/{_process.Id}/maps").Any(line => line.EndsWith($"/{file}", StringComparison.Ordinal));

    public virtual async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Signal(int signal)
    {
        if (LibC.kill(_process.Id, signal) != 0)
        {
            throw new XunitException($"The signal {signal} could not be sent.\n{Everything()}");
        }
    }

    private async Task<string> LineAsync(List<string> lines, Func<string, bool> wanted)
    {
        Task patience = Task.Delay(s_patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (lines.Find(line => wanted(line)) is { } found)
                {
                    return found;
                }

                changed = _changed.Task;
            }

            await Task.WhenAny(changed, _drained, patience);
            if (!changed.IsCompleted)
            {
                throw new XunitException($"The process did not print the line.\n{Everything()}");
            }
        }
    }

    private async Task ReadAsync(StreamReader reader, List<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                lines.Add(line);
                _changed.TrySetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private string[] Snapshot(List<string> lines)
    {
        lock (_lock)
        {
            return [.. lines];
        }
    }

    private string Everything() => $"stdout:\n{string.Join('\n', Output)}\nstderr:\n{string.Join('\n', Errors)}";
}
