using Mcu.Client.Control;
using Mcu.Client.Hosting;

namespace Mcu.Client.Tests.Hosting;

// The command line as people type it, and what came of it: nothing is really run.
internal sealed class CommandLineFixture : IDisposable
{
    public StringWriter Output { get; } = new();

    // What a running client was asked for by "ctl".
    public ControlRequest? Asked { get; private set; }

    public void Dispose() => Output.Dispose();

    public async Task<(int Code, string Errors, ClientOptions? Options)> RunAsync(params string[] arguments)
    {
        ClientOptions? seen = null;
        var errors = new StringWriter();
        var actions = new ClientActions
        {
            Run = (options, _) =>
            {
                seen = options;
                return Task.FromResult(0);
            },
            Versions = () => "all the versions",
            ListDevices = (output, _) =>
            {
                output.WriteLine("all the devices");
                return 7;
            },
            Control = (request, _, _) =>
            {
                Asked = request;
                return 8;
            },
        };
        var commandLine = new CommandLine(actions, errors);
        int code = await commandLine.InvokeAsync(arguments, Output, errors, CancellationToken.None);
        return (code, errors.ToString(), seen);
    }
}
