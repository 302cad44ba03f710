using System.Diagnostics;
using System.Net;
using Mcu.Benchmarks.Load.Interop;
using Mcu.Common.Transport;

namespace Mcu.Benchmarks.Load;

// The real server, as it was built with this program, in a process of its own. Disposing of it kills it, if it still runs, and
// takes its data along.
internal sealed class ServerUnderTest : IAsyncDisposable
{
    // setpriv(1) of util-linux: with it the server ends with us, even where we are killed and cannot end it.
    private const string Setpriv = "/usr/bin/setpriv";

    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly string _data;
    private readonly List<string> _output = [];
    private readonly Queue<string> _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drained;

    private ServerUnderTest(Func<string, IReadOnlyList<string>> flags)
    {
        _data = Directory.CreateTempSubdirectory("mcu-load-").FullName;
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string program = Path.Combine(AppContext.BaseDirectory, "mcu-server.dll");
        string[] command = [host, program, .. flags(Path.Combine(_data, "data"))];
        try
        {
            _process = Start(File.Exists(Setpriv) ? [Setpriv, "--pdeathsig", "KILL", .. command] : command);
        }
        catch
        {
            Directory.Delete(_data, recursive: true);
            throw;
        }

        _drained = Task.WhenAll(ReadOutputAsync(), ReadErrorsAsync());
    }

    public IPEndPoint EndPoint { get; private set; } = null!;

    public CertificateFingerprint Fingerprint { get; private set; } = null!;

    // Runs until it has printed where it listens. Flags: those to start it with, given its data directory. Throws LoadException with
    // what it said where it does not run.
    public static async Task<ServerUnderTest> StartAsync(
        Func<string, IReadOnlyList<string>> flags, CancellationToken cancellationToken)
    {
        var server = new ServerUnderTest(flags);
        try
        {
            await Task.WhenAny(server._ready.Task, server._drained).WaitAsync(s_startPatience, cancellationToken);
            server.ReadStart();
            return server;
        }
        catch (TimeoutException e)
        {
            await server.DisposeAsync();
            throw new LoadException($"The server did not start within {s_startPatience.TotalSeconds} s.{server.LastErrors()}", e);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ProcessReading Read() => ProcessReading.Of(_process);

    public Footprint ReadFootprint() => Footprint.Of(_process);

    // Asks it to end, and returns its closing lines.
    public async Task<ServerLines> StopAsync(CancellationToken cancellationToken)
    {
        _ = LibC.kill(_process.Id, LibC.SIGTERM);
        try
        {
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(s_stopPatience, cancellationToken);
            await _drained.WaitAsync(s_stopPatience, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new LoadException($"The server did not end within {s_stopPatience.TotalSeconds} s.{LastErrors()}", e);
        }

        return _process.ExitCode == 0
            ? new ServerLines(_output)
            : throw new LoadException($"The server ended with exit code {_process.ExitCode}.{LastErrors()}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    // The kernel counts the thread that started a process for its parent: one that waits until the process is gone.
    private static Process Start(IReadOnlyList<string> command)
    {
        var started = new TaskCompletionSource<Process>();
        var parent = new Thread(() =>
        {
            try
            {
                Process process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
                using var held = Process.GetProcessById(process.Id);
                started.SetResult(process);
                held.WaitForExit();
            }
            catch (Exception e)
            {
                started.TrySetException(new LoadException($"The server cannot be started: {e.Message}", e));
            }
        }) { Name = "parent of the server", IsBackground = true };
        parent.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    // Its last words, to stand after a sentence.
    private string LastErrors()
    {
        lock (_errors)
        {
            return _errors.Count == 0 ? "" : $" It said:\n{string.Join('\n', _errors)}";
        }
    }

    private void ReadStart()
    {
        lock (_output)
        {
            var lines = new ServerLines(_output);
            if (!IPEndPoint.TryParse(lines.Text("listening") ?? "", out IPEndPoint? endPoint)
                || !CertificateFingerprint.TryParse(lines.Text("fingerprint") ?? "", out CertificateFingerprint? fingerprint))
            {
                throw new LoadException($"The server did not say where it listens.{LastErrors()}");
            }

            (EndPoint, Fingerprint) = (endPoint, fingerprint);
        }
    }

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_output)
            {
                _output.Add(line);
            }

            if (line.StartsWith("fingerprint ", StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }
    }

    private async Task ReadErrorsAsync()
    {
        const int Kept = 10;
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
            {
                _errors.Enqueue(line);
                if (_errors.Count > Kept)
                {
                    _errors.Dequeue();
                }
            }
        }
    }
}
