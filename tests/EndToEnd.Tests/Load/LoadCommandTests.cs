using Mcu.Benchmarks.Load;
using Xunit;

namespace Mcu.EndToEnd.Tests.Load;

// What `load` takes, and with which sentence it refuses the rest.
public class LoadCommandTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("--rooms 0", "--rooms is \"0\"; allowed is a whole number from 1 to 10000.")]
    [InlineData("--participants many", "--participants is \"many\"; allowed is a whole number from 0 to 4096.")]
    [InlineData("--participants 5000", "--participants is \"5000\"; allowed is a whole number from 0 to 4096.")]
    [InlineData("--seconds 1.5", "--seconds is \"1.5\"; allowed is a whole number from 1 to 3600.")]
    [InlineData("--participants 8 --talkers 9", "--talkers is 9; a room of 8 (--participants) has no more than 8.")]
    [InlineData("--calls 3 --talkers 1", "--calls and --talkers cannot stand together: a call is a room of two.")]
    [InlineData("--rooms 100 --participants 1000", "That is 100000 people; 20000 are allowed.")]
    [InlineData("--participants 0", "That is nobody in no room, which is no load.")]
    [InlineData("--idle 5 --ramp", "--ramp needs somebody who talks: a server where nobody does is never late.")]
    [InlineData("--server a:1", "--server and --cert-hash stand together or not at all.")]
    [InlineData("--server a:1 --cert-hash 12", "--cert-hash is \"12\"; allowed are the 64 hex digits that the server prints.")]
    [InlineData(
        $"--ramp --server a:1 --cert-hash {Hash}",
        "--ramp and --server cannot stand together: how late it is only a server that is started here tells.")]
    [InlineData(
        $"--server a:1 --cert-hash {Hash} -- --mix-threads 1",
        "Flags for the server (--mix-threads 1) and --server cannot stand together: that server runs already.")]
    [InlineData("--transport tcp", "--transport is \"tcp\"; allowed is one of auto, msquic, ngtcp2.")]
    [InlineData(
        $"--transport ngtcp2 --server a:1 --cert-hash {Hash}",
        "Flags for the server (--transport ngtcp2) and --server cannot stand together: that server runs already.")]
    [InlineData("--second 5", "\"--second\" is unknown; load --help lists what is allowed. Flags for the server stand after --.")]
    [InlineData(
        "--rooms 2 stray -- --mix-threads 1",
        "\"stray\" is unknown; load --help lists what is allowed. Flags for the server stand after --.")]
    public async Task What_is_wrong_is_said(string arguments, string sentence)
    {
        (int code, LoadOptions? options, string errors) = await InvokeAsync(arguments);
        Assert.Equal(1, code);
        Assert.Null(options);
        Assert.Equal(sentence, errors.Split(Environment.NewLine)[0]);
    }

    [Theory]
    [InlineData("", "1 room of 64, 2 talking")]
    [InlineData("--rooms 3 --participants 1", "3 rooms of 1, 1 talking")]
    [InlineData("--calls 400", "400 calls")]
    [InlineData("--idle 1000 --empty-rooms 1", "1000 idle, 1 empty room")]
    [InlineData("--participants 8 --talkers 8 --idle 9", "1 room of 8, 8 talking, 9 idle")]
    public async Task What_is_right_is_a_scenario(string arguments, string scenario)
    {
        (int code, LoadOptions? options, string errors) = await InvokeAsync(arguments);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(scenario, new LoadPlan(options!).Scenario);
    }

    [Fact]
    public async Task What_stands_after_two_dashes_goes_to_the_server_before_our_own()
    {
        (_, LoadOptions? options, _) = await InvokeAsync("--participants 9 -- --mix-threads 1 --log-level=debug");
        IReadOnlyList<string> flags = ServerFlags.For(new LoadPlan(options!), "data", options!.ServerFlags);
        Assert.Equal(["--bind", "127.0.0.1:0", "--mix-threads", "1", "--log-level=debug"], flags.Take(5));
        Assert.DoesNotContain("--log-level", flags);
        Assert.Equal("9", flags[flags.ToList().IndexOf("--max-room-size") + 1]);
    }

    [Fact]
    public async Task The_transport_is_the_server_s()
    {
        (_, LoadOptions? options, _) = await InvokeAsync("--transport MsQuic -- --mix-threads 1");
        IReadOnlyList<string> flags = ServerFlags.For(new LoadPlan(options!), "data", options!.ServerFlags);
        Assert.Equal(["--bind", "127.0.0.1:0", "--transport", "MsQuic", "--mix-threads", "1"], flags.Take(6));
        (_, options, _) = await InvokeAsync("");
        Assert.DoesNotContain("--transport", ServerFlags.For(new LoadPlan(options!), "data", options!.ServerFlags));
    }

    private static async Task<(int Code, LoadOptions? Options, string Errors)> InvokeAsync(string arguments)
    {
        LoadOptions? taken = null;
        var command = new LoadCommand((options, _) =>
        {
            taken = options;
            return Task.FromResult(0);
        });
        using var errors = new StringWriter();
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int code = await command.InvokeAsync(words, TextWriter.Null, errors, CancellationToken.None);
        return (code, taken, errors.ToString());
    }
}
