using System.Net;
using Mcu.Common.Transport;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests.Processes;

// A real mcu-server on a free port of this machine. It has a data directory of its own, which goes with it, so that each has another
// certificate, and that the user's own is never touched; a test that says --data-dir says where instead.
internal sealed class ServerProcess : ProgramProcess
{
    private readonly TemporaryFolder _data;

    private ServerProcess(IEnumerable<string> arguments, Dictionary<string, string>? environment, TemporaryFolder data)
        : base(
            "mcu-server",
            arguments.Contains("--data-dir") ? arguments : [.. arguments, "--data-dir", data["data"]],
            environment) => _data = data;

    public IPEndPoint EndPoint { get; private set; } = null!;

    public CertificateFingerprint Fingerprint { get; private set; } = null!;

    // Lines of its log that say that somebody is in a room.
    public IEnumerable<string> JoinLines => Errors.Where(line => line.Contains("joined as", StringComparison.Ordinal));

    // Whatever the arguments are, right or wrong.
    public static ServerProcess Run(params string[] arguments) => Run(arguments, null);

    public static ServerProcess Run(string[] arguments, Dictionary<string, string>? environment) =>
        new(arguments, environment, new TemporaryFolder());

    // Runs until it has printed where it listens.
    public static Task<ServerProcess> StartAsync(params string[] arguments) => StartAsync(0, arguments);

    public static Task<ServerProcess> StartAsync(int port, params string[] arguments) => StartAsync(port, null, arguments);

    public static Task<ServerProcess> StartAsync(Dictionary<string, string> environment, params string[] arguments) =>
        StartAsync(0, environment, arguments);

    private static async Task<ServerProcess> StartAsync(
        int port, Dictionary<string, string>? environment, string[] arguments)
    {
        ServerProcess server = Run(["--bind", $"127.0.0.1:{port}", .. arguments], environment);
        server.EndPoint = IPEndPoint.Parse(await server.ValueAsync("listening"));
        string hash = await server.ValueAsync("fingerprint");
        Assert.True(CertificateFingerprint.TryParse(hash, out CertificateFingerprint? fingerprint));
        server.Fingerprint = fingerprint;
        return server;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Dispose();
    }

    // The value of a `key value` line.
    public async Task<string> ValueAsync(string key) =>
        (await OutputLineAsync(line => line.StartsWith($"{key} ", StringComparison.Ordinal)))[(key.Length + 1)..];
}
