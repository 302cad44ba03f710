using System.Text.Json;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.EndToEnd.Tests.Load;

// The load generator against a real server, with few people and for a moment: that it counts, not how fast anything is.
public class LoadTests(ITestOutputHelper output)
{
    // Half of what is sent: a machine that is busy with other tests loses time, and this is no measure of it.
    private const double LeastPackets = 25;

    // What docs/benchmarks.md promises to whoever reads the line.
    private static readonly string[] s_fields =
    [
        "scenario", "transport", "participants", "rooms", "talkers", "empty_rooms", "seconds", "server_cpu", "generator_cpu",
        "rss_mb", "rss_per_participant_kb", "tick_lateness_ms_p50", "tick_lateness_ms_p99", "tick_lateness_ms_p999", "tick_ms_p50",
        "tick_ms_p99", "ticks_skipped", "overloads", "delay_ms_p50", "delay_ms_p99", "datagrams_sent", "datagrams_received",
        "datagrams_lost", "uplink_sent", "uplink_received", "server_socket_drops", "generator_socket_drops",
        "listener_pps_min", "listener_pps_mean", "listener_pps_max", "encodes_per_second", "decodes_per_second",
        "forwards_per_second", "mix_classes_max", "encode_us", "decode_us", "libopus_ratio", "generator_lateness_ms_p99",
        "participants_gone",
    ];

    [Fact]
    public async Task A_room_is_heard_by_everybody_in_it()
    {
        await using var load = new LoadProcess(
            "--rooms", "2", "--participants", "4", "--talkers", "2", "--seconds", "2", "--transport", "ngtcp2");
        JsonElement line = await load.ReportAsync();
        output.WriteLine($"{line}");
        Assert.Equal(s_fields, line.EnumerateObject().Select(field => field.Name));
        Assert.Equal("ngtcp2", line.GetProperty("transport").GetString());
        Assert.Equal(8, line.GetProperty("participants").GetInt32());
        Assert.Equal(2, line.GetProperty("rooms").GetInt32());
        Assert.Equal(4, line.GetProperty("talkers").GetInt32());
        Assert.InRange(line.GetProperty("seconds").GetDouble(), 2, 60);
        Assert.InRange(line.GetProperty("listener_pps_min").GetDouble(), LeastPackets, 100);
        Assert.InRange(line.GetProperty("encodes_per_second").GetDouble(), 2 * 3 * LeastPackets, 2 * 4 * 100);
        Assert.InRange(line.GetProperty("server_cpu").GetDouble(), 0.001, 16);
        Assert.InRange(line.GetProperty("rss_mb").GetDouble(), 1, 10_000);
        Assert.Equal(0, line.GetProperty("participants_gone").GetInt32());
    }

    [Fact]
    public async Task Two_who_take_turns_hear_each_other_beside_people_and_rooms_that_are_silent()
    {
        await using var load = new LoadProcess("--calls", "1", "--idle", "3", "--empty-rooms", "3", "--seconds", "5");
        JsonElement line = await load.ReportAsync();
        output.WriteLine($"{line}");
        Assert.Equal(5, line.GetProperty("participants").GetInt32());
        Assert.Equal(3, line.GetProperty("empty_rooms").GetInt32());
        Assert.Equal(1, line.GetProperty("talkers").GetInt32());
        Assert.InRange(line.GetProperty("listener_pps_min").GetDouble(), LeastPackets, 100);
    }

    [Fact]
    public async Task A_server_elsewhere_is_measured_from_outside()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using var load = new LoadProcess(
            "--participants", "3", "--talkers", "1", "--seconds", "1",
            "--server", $"{server.EndPoint}", "--cert-hash", $"{server.Fingerprint}");
        JsonElement line = await load.ReportAsync();
        Assert.Equal(JsonValueKind.Null, line.GetProperty("server_cpu").ValueKind);
        Assert.Equal(JsonValueKind.Null, line.GetProperty("transport").ValueKind);
        Assert.InRange(line.GetProperty("listener_pps_min").GetDouble(), LeastPackets, 100);
    }

    [Fact]
    public async Task A_server_that_does_not_let_so_many_in_is_said_how_to()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using var load = new LoadProcess(
            "--participants", "30", "--server", $"{server.EndPoint}", "--cert-hash", $"{server.Fingerprint}");
        Assert.Equal(1, await load.ExitCodeAsync());
        Assert.Empty(load.Output);
        Assert.Contains("connect_burst_per_ip", load.Errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_server_with_another_certificate_only_that_is_said()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using var load = new LoadProcess(
            "--participants", "2", "--server", $"{server.EndPoint}", "--cert-hash", new string('0', 64));
        Assert.Equal(1, await load.ExitCodeAsync());
        Assert.Empty(load.Output);
        Assert.Contains($"The server's certificate is {server.Fingerprint}", load.Errors[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("per_ip", load.Errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_is_documented()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "benchmarks.md"));
        Assert.All(s_fields, field => Assert.True(
            document.Contains($"`{field}`", StringComparison.Ordinal)
                || document.Contains($"`{field[field.LastIndexOf('_')..]}`", StringComparison.Ordinal),
            field));
    }

    [Fact]
    public async Task An_interrupt_ends_it_without_a_line()
    {
        await using var load = new LoadProcess("--participants", "2", "--seconds", "60");
        await load.ErrorLineAsync(line => line.StartsWith("measuring 0/", StringComparison.Ordinal));
        load.Interrupt();
        Assert.Equal(130, await load.ExitCodeAsync());
        Assert.Empty(load.Output);
    }
}
