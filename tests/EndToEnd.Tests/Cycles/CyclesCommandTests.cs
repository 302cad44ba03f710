using Mcu.Benchmarks.Cycles;
using Mcu.Benchmarks.Load;
using Xunit;

namespace Mcu.EndToEnd.Tests.Cycles;

// What `cycles` takes, with which sentence it refuses the rest, and what it takes for level.
public class CyclesCommandTests
{
    [Theory]
    [InlineData("--count 0", "--count is \"0\"; allowed is a whole number from 1 to 1000000.")]
    [InlineData("--parallel 65", "--parallel is \"65\"; allowed is a whole number from 1 to 64.")]
    [InlineData("--drop 101", "--drop is \"101\"; allowed is a whole number from 0 to 100.")]
    [InlineData("--cycles 5", "\"--cycles\" is unknown; cycles --help lists what is allowed. Flags for the server stand after --.")]
    public async Task What_is_wrong_is_said(string arguments, string sentence)
    {
        (int code, CyclesOptions? options, string errors) = await InvokeAsync(arguments);
        Assert.Equal(1, code);
        Assert.Null(options);
        Assert.Equal(sentence, errors.Split(Environment.NewLine)[0]);
    }

    [Fact]
    public async Task What_is_right_is_taken()
    {
        (int code, CyclesOptions? options, _) = await InvokeAsync("--count 70 --parallel 2 --drop 25 -- --mix-threads 1");
        Assert.Equal(0, code);
        Assert.Equal((70, 2, 25), (options!.Count, options.Parallel, options.DropPercent));
        Assert.Equal(["--mix-threads", "1"], options.ServerFlags);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(30, 3)]
    [InlineData(100, 10)]
    public void Drops_are_spread_evenly(int percent, int ofTen)
    {
        var options = new CyclesOptions { DropPercent = percent };
        Assert.Equal(ofTen, Enumerable.Range(0, 10).Count(options.IsDropped));
        Assert.Equal(percent, Enumerable.Range(1_000, 100).Count(options.IsDropped));
    }

    [Theory]
    [InlineData(10_000, 0, 0, 0, true)]
    [InlineData(10_000, 16_000_000, 16, 16, true)]
    [InlineData(10_000, -90_000_000, -5, -5, true)]
    [InlineData(10_000, 16_000_001, 0, 0, false)]
    [InlineData(10_000, 0, 17, 0, false)]
    [InlineData(10_000, 0, 0, 17, false)]
    [InlineData(999, 90_000_000, 0, 0, null)]
    public void Level_is_what_does_not_grow(int cycles, long bytes, int handles, int threads, bool? expected)
    {
        var before = new Footprint(100_000_000, 100, 20);
        var after = new Footprint(before.ResidentBytes + bytes, before.Handles + handles, before.Threads + threads);
        Assert.Equal(expected, Steadiness.Of([new(cycles / 10, before, before), new(cycles, after, before)]));
        Assert.Equal(expected, Steadiness.Of([new(cycles / 10, before, before), new(cycles, before, after)]));
    }

    private static async Task<(int Code, CyclesOptions? Options, string Errors)> InvokeAsync(string arguments)
    {
        CyclesOptions? options = null;
        var command = new CyclesCommand((given, _) =>
        {
            options = given;
            return Task.FromResult(0);
        });
        using var errors = new StringWriter();
        int code = await command.InvokeAsync(
            arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), TextWriter.Null, errors, CancellationToken.None);
        return (code, options, errors.ToString());
    }
}
