using Mcu.Client.Hosting;
using Mcu.Common.Protocol;
using Mcu.Testing;
using Mcu.Testing.Transport;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

// A run for people that lost its connection: what it says then, and how it ends.
public sealed class ClientLossTests : IDisposable
{
    private const string NotConnected = "There is no connection to the server just now; it is being tried again.";

    private readonly ManualTime _time = new();
    private readonly RunFixture _run;

    public ClientLossTests() => _run = new RunFixture { Time = _time };

    private ClientOptions Options => _run.Options with
    {
        IsHeadless = false,
        IsPlain = true,
        Input = new SoundInput.Nothing(),
        Output = new SoundOutput.Wav(Path.Combine(_run.Folder, "heard.wav")),
    };

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Commands_are_answered_and_one_may_leave_while_waiting()
    {
        Task<int> run = await LostAsync();
        foreach (string command in (string[])["/who", "/kick ben", "/block 3", "/forcemute ben"])
        {
            await _run.TypeAsync(command);
        }

        await _run.TypeAsync("/mute");
        await _run.Output.LineAsync(line => line == "you are muted");
        await _run.TypeAsync("/stats");
        await _run.Output.LineAsync(line => line == "network: not connected");
        Assert.Equal(4, _run.Output.Lines.Count(line => line == NotConnected));
        await _run.SignalAsync();
        Assert.Equal(ExitCode.Normal, await run);
        Assert.Equal("ended: we left", _run.Output.Lines[^1]);
    }

    [Fact]
    public async Task One_may_leave_during_a_try()
    {
        Task<int> run = await LostAsync();
        await NextTryAsync();
        await _run.TypeAsync("/leave");
        Assert.Equal(ExitCode.Normal, await run);
        Assert.Equal("ended: we left", _run.Output.Lines[^1]);
    }

    [Theory]
    [InlineData(ErrorCode.Kicked, ExitCode.Kicked, "ended: we were put out of the room: The server refused: Never.")]
    [InlineData(ErrorCode.BadName, ExitCode.ConnectionLost, "ended: the connection was lost: The server refused: Never.")]
    public async Task Who_is_refused_for_good_reads_why(ErrorCode code, int exitCode, string last)
    {
        Task<int> run = await LostAsync();
        Join join = await NextTryAsync();
        await _run.Server.SendAsync(new Error(join.RequestId, code, "Never."));
        Assert.Equal(exitCode, await run);
        Assert.Equal(last, _run.Output.Lines[^1]);
    }

    [Fact]
    public async Task A_server_that_stops_during_the_first_join_is_a_failure_with_a_sentence()
    {
        Task<int> run = _run.RunAsync(Options);
        await _run.Server.WelcomeAsync();
        await _run.Server.SendAsync(new ServerShuttingDown(""));
        Assert.Equal(ExitCode.Failed, await run);
        Assert.Equal("The server is being stopped.", _run.Errors.Lines[^1]);
    }

    [Fact]
    public async Task One_may_stop_during_the_first_join()
    {
        Task<int> run = _run.RunAsync(Options);
        await _run.Server.WelcomeAsync();
        await _run.SignalAsync();
        Assert.Equal(ExitCode.Normal, await run);
        Assert.Equal("stopped before joining", _run.Errors.Lines[^1]);
    }

    // In the room with Ben, and lost.
    private async Task<Task<int>> LostAsync()
    {
        Task<int> run = await _run.JoinedAsync(Options, new RosterEntry(3, "Ben"));
        await _run.Output.LineAsync(line => line.StartsWith("joined", StringComparison.Ordinal));
        ((InMemoryConnection)_run.Server.Connection).Vanish();
        await _run.Output.LineAsync(line => line.Contains("Trying again in", StringComparison.Ordinal));
        return run;
    }

    // The wait is a matter of chance.
    private async Task<Join> NextTryAsync()
    {
        Task<Join> join = _run.Server.WelcomeAsync();
        while (!join.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await join;
    }
}
