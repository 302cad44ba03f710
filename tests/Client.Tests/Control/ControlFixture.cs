using System.Net.Sockets;
using System.Text;
using Mcu.Client.Control;
using Mcu.Testing;

namespace Mcu.Client.Tests.Control;

// Clients' control sockets in a folder of the test's own, and "ctl" talking to them. Time stands still.
internal sealed class ControlFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly List<ControlListener> _listeners = [];
    private DateTime _started = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public ManualTime Time { get; } = new();

    public string Path => _temporary["sockets"];

    public ControlFolder Folder => ControlFolder.Make(Path);

    public StringWriter Output { get; } = new();

    public StringWriter Errors { get; } = new();

    // A client that was started after those before it.
    public FakeHandler Start(int processId)
    {
        var handler = new FakeHandler();
        _listeners.Add(ControlListener.Open(Folder, processId, handler, Time));
        File.SetLastWriteTimeUtc(Folder.SocketOf(processId), _started = _started.AddSeconds(1));
        return handler;
    }

    public async Task StopAsync()
    {
        foreach (ControlListener listener in _listeners)
        {
            await listener.DisposeAsync();
        }

        _listeners.Clear();
    }

    // As if its process had been killed: the socket is there and nobody listens.
    public void Kill(int processId)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Folder.SocketOf(processId) + ".dead"));
        File.Move(Folder.SocketOf(processId) + ".dead", Folder.SocketOf(processId));
        File.SetLastWriteTimeUtc(Folder.SocketOf(processId), _started = _started.AddSeconds(1));
    }

    // Blocks as the program does, so it has a thread of its own.
    public Task<bool> RunAsync(ControlRequest request) => Task.Factory.StartNew(
        () => new ControlProgram(Path, Output, Errors).Run(request),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    public Task<bool> RunAsync(string line, int? processId = null, bool all = false) =>
        RunAsync(new ControlRequest { Words = line.Split(' '), ProcessId = processId, All = all });

    // A connection of anybody's making.
    public NetworkStream Connect(int processId)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Folder.SocketOf(processId)));
        return new NetworkStream(socket, ownsSocket: true);
    }

    // All that comes until the other end is closed.
    public static async Task<string> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _temporary.Dispose();
        Output.Dispose();
        Errors.Dispose();
    }
}
