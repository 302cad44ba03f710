using System.Net;
using Mcu.Common.Transport;
using Xunit;

namespace Mcu.EndToEnd.Tests.Processes;

// A real mcu-server on a free port of this machine.
internal sealed class ServerProcess : ProgramProcess
{
    private ServerProcess(IEnumerable<string> arguments)
        : base("mcu-server", arguments)
    {
    }

    public IPEndPoint EndPoint { get; private set; } = null!;

    public CertificateFingerprint Fingerprint { get; private set; } = null!;

    // Lines of its log that say that somebody is in a room.
    public IEnumerable<string> JoinLines => Errors.Where(line => line.Contains("joined as", StringComparison.Ordinal));

    // Whatever the arguments are, right or wrong.
    public static ServerProcess Run(params string[] arguments) => new(arguments);

    // Runs until it has printed where it listens.
    public static Task<ServerProcess> StartAsync(params string[] arguments) => StartAsync(0, arguments);

    public static async Task<ServerProcess> StartAsync(int port, params string[] arguments)
    {
        // No test leaves a certificate in the data directory of whoever runs it.
        bool keepsCertificate = arguments.Contains("--data-dir") || arguments.Contains("--cert-file");
        string[] certificate = keepsCertificate ? [] : ["--ephemeral-cert"];
        var server = new ServerProcess(["--bind", $"127.0.0.1:{port}", .. certificate, .. arguments]);
        server.EndPoint = IPEndPoint.Parse(await server.ValueAsync("listening"));
        string hash = await server.ValueAsync("fingerprint");
        Assert.True(CertificateFingerprint.TryParse(hash, out CertificateFingerprint? fingerprint));
        server.Fingerprint = fingerprint;
        return server;
    }

    // The value of a `key value` line.
    public async Task<string> ValueAsync(string key) =>
        (await OutputLineAsync(line => line.StartsWith($"{key} ", StringComparison.Ordinal)))[(key.Length + 1)..];
}
