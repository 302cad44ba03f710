using BenchmarkDotNet.Attributes;
using Mcu.Benchmarks;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests.Load;

// What `bench` takes, and that its document knows all of it.
public class BenchCommandTests
{
    [Theory]
    [InlineData("--shrt")]
    [InlineData("--filter")]
    public void A_flag_that_is_unknown_is_no_name(string flag)
    {
        using var errors = new StringWriter();
        Assert.Equal(1, BenchCommand.Run([flag], errors));
        Assert.Equal($"\"{flag}\" is unknown; bench --help lists what is allowed.", errors.ToString().TrimEnd());
    }

    [Fact]
    public void Every_benchmark_is_documented()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "benchmarks.md"));
        string[] benchmarks =
        [
            .. typeof(BenchCommand).Assembly.GetTypes()
                .Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkAttribute), inherit: false)))
                .Select(type => type.Name),
        ];
        Assert.Contains("RoomMixerBench", benchmarks);
        Assert.All(benchmarks, name => Assert.Contains($"`{name}`", document, StringComparison.Ordinal));
    }
}
