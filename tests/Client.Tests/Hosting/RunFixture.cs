using System.IO.Pipelines;
using System.Text;
using Mcu.Client.Audio.Devices;
using Mcu.Client.Hosting;
using Mcu.Client.Tests.Interactive;
using Mcu.Client.Tests.Session;
using Mcu.Client.Tests.Voice;
using Mcu.Client.Trust;
using Mcu.Client.Voice;
using Mcu.Common.Addressing;
using Mcu.Common.Protocol;
using Mcu.Common.Transport.Backends;
using Mcu.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

// A run of the client within the test's process: the test plays the server and types the commands.
internal sealed class RunFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Pipe _input = new();
    private readonly CancellationTokenSource _signal = new();

    public string Folder => _folder.Path;

    public FakeServer Server { get; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ObservedWriter Output { get; } = new();

    public ObservedWriter Errors { get; } = new();

    // Null where there is none that could show a screen.
    public FakeTerminal? Terminal { get; init; }

    public Func<IAudioDevices> OpenDevices { get; init; } = () => new NoDevices("There are no sound cards here.");

    public ClientOptions Options
    {
        get
        {
            Assert.True(ServerAddress.TryParse(Server.EndPoint.ToString(), out ServerAddress? address));
            return new ClientOptions
            {
                Server = address,
                Room = "lobby",
                Name = "Ana",
                Trust = new TrustOptions { Pin = FakeServer.Fingerprint, DataDirectory = Folder, Anonymous = true },
                IsHeadless = true,
            };
        }
    }

    public ClientOptions Trusting(TrustOptions trust) => Options with { Trust = trust };

    public Task<int> RunAsync(ClientOptions options)
    {
        // Without an end virtual time would run away for as long as the test takes.
        IFramePacer pacer = options.Duration is null ? new MonotonicPacer() : new VirtualPacer();
        Stream input = _input.Reader.AsStream();
        var surroundings = new ClientSurroundings
        {
            Input = input,
            Output = Output,
            Errors = Errors,
            Pacer = pacer,
            Time = Time,
            LoadTransport = () => new LoadedTransport(Server.Transport, Why: null),
            OpenTerminal = () => Terminal,
            OpenDevices = OpenDevices,
        };
        return new ClientRun(options, surroundings, NullLogger.Instance).RunAsync(_signal.Token);
    }

    // In the room, with these others, of whom the first is host.
    public async Task<Task<int>> JoinedAsync(ClientOptions options, params RosterEntry[] others)
    {
        Task<int> run = RunAsync(options);
        await Server.LetInAsync(others);
        return run;
    }

    public Task<Task<int>> JoinedAsync(params RosterEntry[] others) => JoinedAsync(Options, others);

    public Task SignalAsync() => _signal.CancelAsync();

    public async Task TypeAsync(string line) => await _input.Writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task TypeAsync(byte[] bytes) => await _input.Writer.WriteAsync(bytes);

    public void EndInput() => _input.Writer.Complete();

    // The client says goodbye and the server lets it go.
    public async Task LetGoAsync()
    {
        Leave leave = await Server.ExpectAsync<Leave>();
        await Server.SendAsync(new Ok(leave.RequestId));
    }

    public void Dispose()
    {
        _signal.Dispose();
        _folder.Dispose();
    }
}
