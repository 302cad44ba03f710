using System.Diagnostics;
using System.Text.Json;
using Mcu.Benchmarks.Load;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.EndToEnd.Tests.Load;

// From what is read to what is printed.
public class LoadFiguresTests
{
    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.75, 3)]
    [InlineData(0.99, 4)]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    public void A_percentile_is_one_of_the_values(double share, double expected) =>
        Assert.Equal(expected, Percentiles.Of([4.0, 1, 3, 2], share));

    [Fact]
    public void Of_nothing_nothing_is_known()
    {
        Assert.Null(Percentiles.Of([], 0.5));
        Assert.Null(Percentiles.Ratio(1, 0));
        Assert.Null(Percentiles.Ratio(null, 2));
        Assert.Equal(0.5, Percentiles.Ratio(1, 2));
    }

    [Fact]
    public void A_stream_is_counted_across_the_wrap_and_out_of_order()
    {
        var count = new StreamCount();
        foreach (uint sequence in new[] { uint.MaxValue - 1, uint.MaxValue, 1u, 0u, 4u })
        {
            byte[] datagram = new byte[20];
            new VoiceHeader(false, true, 30, sequence, 0).WriteTo(datagram);
            count.Receive(datagram, 0);
        }

        count.Receive([1, 2, 3], 0);
        Assert.Equal(new StreamReading(5, 7, 100, 1), count.Read());
        Assert.Equal(2, count.Read().Lost);
    }

    [Fact]
    public void Resident_memory_is_read_as_the_kernel_writes_it() =>
        Assert.Equal(51_234 * 1024, ProcessReading.ReadResident("VmRSS:\t   51234 kB"));

    [Fact]
    public void Drops_are_told_apart_by_whose_socket_it_was() => Assert.Equal(new SocketDrops(7, 5), SocketDrops.Sum(
        [
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
            "  100: 0100007F:1151 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 12345 2 0000000000000000 7",
            "  101: 0100007F:A001 0100007F:1151 01 00000000:00000000 00:00000000 00000000     0        0 12346 2 0000000000000000 5",
            "  102: 0100007F:A002 0100007F:1152 01 00000000:00000000 00:00000000 00000000     0        0 12347 2 0000000000000000 9",
            "  103: nonsense",
        ],
        0x1151));

    [Fact]
    public void Figures_are_those_of_the_measuring()
    {
        LoadResult result = LoadFigures.Of(Readings([
            "frames_encoded 3090", "frames_decoded 2060", "datagrams_out 2000", "datagrams_refused 1", "tick_lateness_ms_p99 0.75",
        ]));
        Assert.Equal(0.5, result.ServerCpu!.Value, 6);
        Assert.Equal(0.1, result.GeneratorCpu, 6);
        Assert.Equal(20, result.RssMb!.Value, 6);
        Assert.Equal(5_000, result.RssPerParticipantKb!.Value, 6);
        Assert.Equal((50, 50, 50), (result.ListenerPpsMin, result.ListenerPpsMean, result.ListenerPpsMax));

        // 10 s of talk, and 0.3 s in which the server still took it for that.
        Assert.Equal(300, result.EncodesPerSecond!.Value, 6);
        Assert.Equal(200, result.DecodesPerSecond!.Value, 6);
        Assert.Equal(0.5 / ((300 * 0.001) + (200 * 0.0005)), result.LibopusRatio!.Value, 6);
        Assert.Equal(1 + (2_000 - 1_994), result.DatagramsLost);
        Assert.Equal((3, 4), (result.ServerSocketDrops, result.GeneratorSocketDrops));
        Assert.Equal(0.75, result.TickLatenessP99);
        Assert.Null(result.DelayP99);
    }

    [Fact]
    public void A_server_elsewhere_leaves_its_own_figures_open()
    {
        LoadRunReadings readings = Readings([]);
        LoadResult result = LoadFigures.Of(readings with
        {
            Empty = null, Begin = readings.Begin with { Server = null }, End = readings.End with { Server = null },
        });
        using JsonDocument json = JsonDocument.Parse(result.ToJson());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("server_cpu").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("libopus_ratio").ValueKind);
        Assert.Equal(50, json.RootElement.GetProperty("listener_pps_min").GetDouble());
        Assert.Equal(2 * 3, json.RootElement.GetProperty("datagrams_lost").GetDouble());
        Assert.False(json.RootElement.TryGetProperty("ramp_steps", out _));
    }

    [Fact]
    public void A_ramp_doubles_and_then_halves()
    {
        const int Limit = 300;
        var search = new RampSearch(64, 4_096);
        var tried = new List<int>();
        while (search.Next is { } size)
        {
            tried.Add(size);
            search.Tell(size, size <= Limit);
        }

        Assert.Equal([64, 128, 256, 512, 384, 320, 288, 304], tried);
        Assert.Equal(288, search.Reached);
    }

    [Theory]
    [InlineData(1_000, new[] { 3, 6, 12, 24, 40 }, 40)]
    [InlineData(1, new[] { 3, 1, 2 }, 1)]
    [InlineData(0, new[] { 3, 1 }, 0)]
    public void A_ramp_ends_at_its_bounds(int limit, int[] expected, int reached)
    {
        var search = new RampSearch(start: 3, most: 40);
        var tried = new List<int>();
        while (search.Next is { } size)
        {
            tried.Add(size);
            search.Tell(size, size <= limit);
        }

        Assert.Equal(expected, tried);
        Assert.Equal(reached, search.Reached);
    }

    // Four people of whom two talk, for 10 s of talk of which 8 s are measured.
    private static LoadRunReadings Readings(string[] lines) => new()
    {
        Plan = new LoadPlan(new LoadOptions { Participants = 4, Talkers = 2 }),
        Empty = new ProcessReading(TimeSpan.Zero, 0),
        Begin = Sample(2, new ProcessReading(TimeSpan.FromSeconds(1), 10_000_000), TimeSpan.FromSeconds(1), 100),
        End = Sample(10, new ProcessReading(TimeSpan.FromSeconds(5), 20_000_000), TimeSpan.FromSeconds(1.8), 500),
        Heard = [.. Enumerable.Range(0, 3).Select(_ => new StreamReading(498, 500, 0, 0)), new StreamReading(500, 500, 0, 0)],
        Drops = new SocketDrops(3, 4),
        Lines = new ServerLines(lines),
        TalkSeconds = 10,
        UplinkSent = 1_000,
        GeneratorLateness = 0.25,
        EncodeSeconds = 0.001,
        DecodeSeconds = 0.0005,
        Gone = 0,
    };

    private static LoadSample Sample(int second, ProcessReading server, TimeSpan generator, long received) => new(
        second * Stopwatch.Frequency,
        second * 50,
        server,
        new ProcessReading(generator, 0),
        [.. Enumerable.Range(0, 4).Select(_ => new StreamReading(received, received, 0, 0))]);

    [Theory]
    [InlineData(1.36, 0.194, true, "on time, tick lateness p99 1.36 ms, server 0.19 cores")]
    [InlineData(7.5, 1.2, false, "too late, tick lateness p99 7.5 ms, server 1.20 cores")]
    [InlineData(null, null, false, "too many, the run came to no end")]
    public void A_step_of_a_ramp_is_told(double? lateness, double? cpu, bool onTime, string expected) =>
        Assert.Equal(expected, new RampStep(500, lateness, cpu, onTime).Describe());
}
