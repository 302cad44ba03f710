using System.Text.Json;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Mcu.Testing.Pairs;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.EndToEnd.Tests.Cycles;

// A few cycles of connecting and disconnecting against a real server: that they go through and are counted. Ten thousand of them
// tell whether anything is left behind.
public class CyclesTests(ITestOutputHelper output)
{
    // What docs/benchmarks.md promises to whoever reads the line.
    private static readonly string[] s_fields =
        ["transport", "library", "cycles", "failed", "dropped", "parallel", "seconds", "readings", "level"];

    private static readonly string[] s_reading = ["cycles", "server", "clients"];
    private static readonly string[] s_footprint = ["handles", "threads", "rss_mb"];

    [BackendFact]
    public async Task Who_comes_and_goes_is_counted(BackendPair pair)
    {
        await using var cycles = new CyclesProcess("--transport", pair.ServerName, "--count", "30", "--parallel", "3");
        (int code, JsonElement line) = await cycles.ReportAsync();
        output.WriteLine($"{line}");
        Assert.True(code == 0, string.Join('\n', cycles.Errors));
        Assert.Equal(s_fields, line.EnumerateObject().Select(field => field.Name));
        Assert.Equal(pair.ServerName, line.GetProperty("transport").GetString());
        Assert.Equal(pair.Server.Library, line.GetProperty("library").GetString());
        Assert.Equal((30, 0, 0), (Number(line, "cycles"), Number(line, "failed"), Number(line, "dropped")));
        JsonElement[] readings = [.. line.GetProperty("readings").EnumerateArray()];
        Assert.Equal([3, 15, 30], readings.Select(reading => Number(reading, "cycles")));
        Assert.All(readings, reading =>
        {
            Assert.Equal(s_reading, reading.EnumerateObject().Select(field => field.Name));
            foreach (JsonElement footprint in new[] { reading.GetProperty("server"), reading.GetProperty("clients") })
            {
                Assert.Equal(s_footprint.Order(), footprint.EnumerateObject().Select(field => field.Name).Order());
                Assert.InRange(footprint.GetProperty("rss_mb").GetDouble(), 1, 10_000);
                Assert.InRange(Number(footprint, "handles"), 1, 10_000);
                Assert.InRange(Number(footprint, "threads"), 1, 10_000);
            }
        });

        // Too few to tell.
        Assert.Equal(JsonValueKind.Null, line.GetProperty("level").ValueKind);
    }

    [BackendFact]
    public async Task Who_is_gone_without_a_word_is_no_failure(BackendPair pair)
    {
        await using var cycles = new CyclesProcess("--transport", pair.ServerName, "--count", "10", "--drop", "30");
        (int code, JsonElement line) = await cycles.ReportAsync();
        Assert.True(code == 0, string.Join('\n', cycles.Errors));
        Assert.Equal((10, 0, 3), (Number(line, "cycles"), Number(line, "failed"), Number(line, "dropped")));
    }

    [Fact]
    public void Every_field_is_documented()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "benchmarks.md"));
        Assert.All(
            [.. s_fields, .. s_reading, .. s_footprint],
            field => Assert.Contains($"`{field}`", document, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interrupt_ends_it_without_a_line()
    {
        await using var cycles = new CyclesProcess("--count", "100000");
        await cycles.ErrorLineAsync(line => line.StartsWith("cycles ", StringComparison.Ordinal));
        cycles.Interrupt();
        Assert.Equal(130, await cycles.ExitCodeAsync());
        Assert.Empty(cycles.Output);
    }

    private static int Number(JsonElement element, string field) => element.GetProperty(field).GetInt32();
}
