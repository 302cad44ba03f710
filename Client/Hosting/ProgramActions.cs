using Mcu.Client.Audio.Devices;
using Mcu.Client.Control;
using Mcu.Client.Terminal.Console;
using Mcu.Common;
using Mcu.Common.Opus;
using Mcu.Common.Transport.Backends;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mcu.Client.Hosting;

// What the program does, with this machine's network, sound cards and terminal behind it.
internal static class ProgramActions
{
    public static ClientActions All { get; } = new()
    {
        Run = RunAsync,
        Versions = Versions,
        ListDevices = ListDevices,
        Control = Control,
    };

    // Says a line to a client that runs already.
    public static int Control(ControlRequest request, TextWriter output, TextWriter errors) =>
        new ControlProgram(ControlFolder.DefaultPath, output, errors).Run(request) ? ExitCode.Normal : ExitCode.Failed;

    private static async Task<int> RunAsync(ClientOptions options, CancellationToken cancellationToken)
    {
        using LogFile? log = options.LogFile is { } path ? LogFile.Append(path) : null;
        ILogger logger = log is null ? NullLogger.Instance : log;
        using Stream input = Console.OpenStandardInput();
        options = options with { CanAsk = !Console.IsInputRedirected };
        using TextWriter output = StandardOutput.Open();
        var surroundings = new ClientSurroundings
        {
            Input = input,
            Output = output,
            Errors = Console.Error,
            LoadTransport = () => TransportBackends.Load(options.Transport),
            OpenDevices = () => PortAudioDevices.OpenOrNone(new RingSize(options.RingBufferFrames), out _),

            // What native libraries write is for nobody: it would stand in the middle of the screen.
            OpenTerminal = () => ConsoleTerminal.Open(Environment.GetEnvironmentVariable, errors: null),
            ControlFolder = ControlFolder.DefaultPath,
        };
        return await new ClientRun(options, surroundings, logger).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Versions() =>
        ProgramVersion.Describe("mcu-client", TransportBackends.DescribeChoice, () => OpusLibrary.Version);

    private static int ListDevices(TextWriter output, TextWriter errors) =>
        DeviceList.Print(output, errors) ? ExitCode.Normal : ExitCode.Failed;
}
