using System.CommandLine;
using Mcu.Benchmarks.Commands;
using Mcu.Common.Opus;
using Mcu.Common.Transport;

namespace Mcu.Benchmarks.Load;

// `load`: its flags, checked, and the run. docs/benchmarks.md tells people of it.
internal sealed partial class LoadCommand
{
    private const string Name = "load";

    private readonly Func<LoadOptions, CancellationToken, Task<int>> _run;

    // `run` is what to do with options that are right.
    public LoadCommand(Func<LoadOptions, CancellationToken, Task<int>> run)
    {
        _run = run;
        Root = new RootCommand("Puts a server under load by clients that speak and listen, and prints one line of JSON.")
        {
            _rooms, _participants, _talkers, _calls, _idle, _emptyRooms, _seconds, _ramp, _transport, _server, _certHash, _flags,
        };
        Root.SetAction(ActAsync);
    }

    public RootCommand Root { get; }

    // The whole program, from its arguments to its exit code.
    public static async Task<int> MainAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        var command = new LoadCommand((options, cancelled) => RunAsync(options, output, errors, cancelled));
        return await CommandRun.MainAsync(Name, command.Root, arguments, output, errors);
    }

    public Task<int> InvokeAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancellationToken) =>
        CommandRun.InvokeAsync(Name, Root, arguments, output, errors, cancellationToken);

    private static async Task<int> RunAsync(
        LoadOptions options, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var progress = new ProgressLine(errors, !Console.IsErrorRedirected);
        try
        {
            OpusLibrary.EnsureLoaded();
            var speech = SpeechPackets.Load();
            LoadResult result = options.IsRamp
                ? await new Ramp(options, speech, progress, errors).RunAsync(cancellationToken)
                : await new LoadRun(options, speech, progress).RunAsync(cancellationToken);
            await output.WriteLineAsync(result.ToJson());
            if (result.ParticipantsGone == 0)
            {
                return 0;
            }

            await errors.WriteLineAsync($"{result.ParticipantsGone} of {result.Participants} lost their connection.");
            return CommandRun.Failed;
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
