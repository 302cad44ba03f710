using System.Text.Json;
using Mcu.Client.Audio.Devices;
using Mcu.Client.Hosting;
using Mcu.Client.Tests.Voice;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

// A server that one joined, and that means no good.
public sealed class HostileServerTests : IDisposable
{
    private const int Messages = 20_000;
    private const string Letters = "aé😀\"\\ /{}\0\a\b\t\n\r\u001b\u007f\u0085\u200f\u2028\u2029\u202e\u2066\ufeff\uffff\ud800";
    private static readonly RosterEntry s_ben = new(3, "Ben");

    private readonly RunFixture _run = new();
    private readonly Random _random = new(20261121);

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_it_tells_every_line_is_one_line_that_drives_no_terminal(bool isHeadless)
    {
        Task<int> run = await _run.JoinedAsync(_run.Options with { IsHeadless = isHeadless }, new RosterEntry(3, Text(60)));
        for (int i = 0; i < Messages; i++)
        {
            await _run.Server.SendAsync(Message());
            if (i % 500 == 0)
            {
                await _run.TypeAsync(i % 1_000 == 0 ? "/who" : "/block 3");
            }
        }

        await _run.Server.SendAsync(new ServerShuttingDown(Text(60)));
        if (!isHeadless)
        {
            // People are brought back by themselves, until they have enough of it.
            await _run.Output.LineAsync(line => line.Contains("Trying again in ", StringComparison.Ordinal));
            await _run.SignalAsync();
        }

        Assert.Equal(isHeadless ? ExitCode.ServerShutDown : ExitCode.Normal, await run);
        Assert.Empty(_run.Errors.Lines);
        Assert.InRange(_run.Output.Lines.Length, 100, int.MaxValue);
        Assert.All(_run.Output.Lines, line =>
        {
            Assert.DoesNotContain(line, c => char.IsControl(c) || c is (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
            if (isHeadless)
            {
                Assert.Equal(JsonValueKind.Object, ObservedWriter.Parse(line).ValueKind);
            }
        });
    }

    [Fact]
    public async Task Bytes_that_are_no_messages_are_exit_code_2()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        byte[] noise = new byte[4_096];
        _random.NextBytes(noise);
        await _run.Server.Stream.WriteAsync(noise);
        Assert.Equal(ExitCode.ConnectionLost, await run);
        Assert.Equal("connection_lost", ObservedWriter.Parse(_run.Output.Lines[^1]).GetProperty("ended").GetString());
    }

    [Fact]
    public async Task A_roster_without_us_is_refused()
    {
        Task<int> run = _run.RunAsync(_run.Options);
        Join join = await _run.Server.WelcomeAsync();
        await _run.Server.SendAsync(new Joined(join.RequestId, 7, join.Room, 3, [s_ben], false));
        Assert.Equal(ExitCode.Failed, await run);
        Assert.Contains("The roster leaves us out.", Assert.Single(_run.Errors.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_stranger_says_while_connecting_is_safe_to_show()
    {
        using var errors = new ObservedWriter();
        var failure = new TransportException(TransportError.ConnectionEnded, "The connection ended: go\u202e\u2028away\u001b[2J.");
        using var input = new MemoryStream();
        var surroundings = new ClientSurroundings
        {
            Input = input,
            Output = TextWriter.Null,
            Errors = errors,
            Pacer = new VirtualPacer(),
            LoadTransport = () => throw failure,
            OpenDevices = () => new NoDevices("There are no sound cards here."),
        };
        Assert.Equal(
            ExitCode.Failed,
            await new ClientRun(_run.Options, surroundings, NullLogger.Instance).RunAsync(CancellationToken.None));
        Assert.Equal("The connection ended: go\uFFFD\uFFFDaway\uFFFD[2J.", Assert.Single(errors.Lines));
    }

    // What the client may be told in a room, rarely fitting what it knows.
    private ControlMessage Message() => _random.Next(14) switch
    {
        0 or 1 => new ParticipantJoined(Id(), Text(60), (MuteState)_random.Next(4)),
        2 or 3 => new ParticipantLeft(Id(), (LeaveReason)_random.Next(300)),
        4 => new HostChanged(Id()),
        5 => new MuteChanged(Id(), (MuteState)_random.Next(4)),
        6 => new Talking([.. Enumerable.Range(0, _random.Next(ProtocolLimits.MaxTalkers + 1)).Select(_ => Id())]),
        7 => new Error(0, (ErrorCode)_random.Next(300), Text(60)),
        8 => new Error((uint)_random.Next(1, 200), (ErrorCode)_random.Next(300), Text(60)),
        9 => new Ok((uint)_random.Next(1, 200)),
        10 => new Welcome((uint)_random.Next(1, 200), 9, Text(10), 1_000, 1),
        11 => new Joined((uint)_random.Next(1, 200), Id(), Text(60), Id(), [new RosterEntry(Id(), Text(60))], false),
        12 => new RosterPart([new RosterEntry(Id(), Text(60))], true),
        _ => new Kick((uint)_random.Next(1, 200), Id(), Text(20)),
    };

    private ulong Id() => _random.Next(4) switch
    {
        0 => ulong.MaxValue - (ulong)_random.Next(3),
        1 => (ulong)_random.NextInt64(1, long.MaxValue),
        _ => (ulong)_random.Next(1, 20),
    };

    // At most so many characters, of up to 4 bytes each.
    private string Text(int most) => string.Concat(_random.GetItems<char>(Letters, _random.Next(most + 1)));
}
