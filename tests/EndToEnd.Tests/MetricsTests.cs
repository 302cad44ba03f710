using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests;

// Metrics on their way to a collector, and what becomes of the server where there is none.
public partial class MetricsTests
{
    private const string Library = "OpenTelemetry.dll";

    // What follows a metric's name in protobuf: the tag of its description (opentelemetry/proto/metrics/v1/metrics.proto). Without
    // it, a name would be found in a longer one.
    private const char Description = '\u0012';

    [Fact]
    public async Task Every_metric_in_the_documents_arrives_at_a_collector()
    {
        await using var collector = new Collector();
        await using ServerProcess server = await ServerProcess.StartAsync("--otlp-endpoint", collector.Endpoint, "--otlp-interval", "1");
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana", "--test-tone");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--test-tone");
        string[] missing = DocumentedNames();
        Assert.NotEmpty(missing);

        while (missing.Length > 0)
        {
            Collector.Delivery delivery = await collector.NextAsync();
            Assert.Equal(("POST /v1/metrics", "application/x-protobuf"), (delivery.Request, delivery.ContentType));
            Assert.Contains("mcu-server", delivery.Body, StringComparison.Ordinal);
            missing = [.. missing.Where(name => !delivery.Body.Contains($"{name}{Description}", StringComparison.Ordinal))];
        }

        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.DoesNotContain(server.Errors, IsComplaint);
    }

    [Fact]
    public async Task What_was_counted_until_the_end_arrives_too()
    {
        await using var collector = new Collector();
        await using ServerProcess server = await ServerProcess.StartAsync("--otlp-endpoint", collector.Endpoint, "--otlp-interval", "3600");
        server.Terminate();

        Assert.Contains("mcu.datagrams", (await collector.NextAsync()).Body, StringComparison.Ordinal);
        Assert.Equal(0, await server.ExitCodeAsync());
    }

    [Fact]
    public async Task A_collector_that_refuses_is_asked_again_and_complained_of_once()
    {
        await using var collector = new Collector(HttpStatusCode.ServiceUnavailable);
        await using ServerProcess server = await ServerProcess.StartAsync("--otlp-endpoint", collector.Endpoint, "--otlp-interval", "1");
        for (int i = 0; i < 3; i++)
        {
            await collector.NextAsync();
        }

        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Single(server.Errors, IsComplaint);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_disturbs_nobody()
    {
        await using ServerProcess server = await ServerProcess.StartAsync(
            "--otlp-endpoint", $"http://127.0.0.1:{Collector.FreePort()}", "--otlp-interval", "1");
        await server.ErrorLineAsync(IsComplaint);
        await using ClientProcess ana = await ClientProcess.JoinAsync(server, "Ana", "--test-tone");
        await using ClientProcess ben = await ClientProcess.JoinAsync(server, "Ben", "--test-tone");
        await ana.CameAsync("Ben");

        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.Single(server.Errors, IsComplaint);
    }

    [Fact]
    public async Task A_collector_that_never_answers_does_not_keep_the_server_from_ending()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using ServerProcess server = await ServerProcess.StartAsync(
            "--otlp-endpoint", $"http://{silent.LocalEndpoint}", "--otlp-interval", "1");
        using TcpClient asked = await silent.AcceptTcpClientAsync();
        server.Terminate();
        var ending = Stopwatch.StartNew();
        Assert.Equal(0, await server.ExitCodeAsync());

        // The one that is under way would be waited for 5 s, and the last one as long.
        Assert.InRange(ending.Elapsed.TotalSeconds, 0, 4);
        Assert.StartsWith("ended", server.Output[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_to_be_sent_the_library_is_not_even_loaded()
    {
        await using ServerProcess without = await ServerProcess.StartAsync();
        await using var collector = new Collector();
        await using ServerProcess with = await ServerProcess.StartAsync("--otlp-endpoint", collector.Endpoint);

        Assert.Equal((false, true), (without.HasLoaded(Library), with.HasLoaded(Library)));
    }

    private static bool IsComplaint(string line) => line.Contains("no metrics could be delivered", StringComparison.Ordinal);

    private static string[] DocumentedNames() =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "metrics.md"))
            .Select(line => NameInTable().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Distinct(),
    ];

    [GeneratedRegex(@"^\| `(mcu\.[a-z_.]+)` \|")]
    private static partial Regex NameInTable();
}
