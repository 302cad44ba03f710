using System.Text.Json;
using Mcu.Client.Audio;
using Mcu.Client.Hosting;
using Mcu.Client.Trust;
using Mcu.Common.Addressing;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

public sealed class ClientRunTests : IDisposable
{
    private readonly RunFixture _run = new();

    private TrustOptions Trust => _run.Options.Trust;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_session_that_nothing_can_be_said_on_ends_the_run()
    {
        Task<int> run = await _run.JoinedAsync(_run.Options with { Bitrate = 1 });
        await _run.LetGoAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => run);
    }

    [Fact]
    public async Task A_run_ends_with_its_report_and_a_wav_of_its_duration()
    {
        string output = Path.Combine(_run.Folder, "heard.wav");
        TimeSpan duration = TimeSpan.FromMilliseconds(1_230);
        Task<int> run = await _run.JoinedAsync(
            _run.Options with { Input = new SoundInput.Tone(440), Output = new SoundOutput.Wav(output), Duration = duration },
            new RosterEntry(3, "Ben"));
        await _run.Server.SendAsync(new ParticipantJoined(9, "Cleo"));
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);

        Assert.Equal("joined", ObservedWriter.Parse(_run.Output.Lines[0]).GetProperty("event").GetString());
        JsonElement report = ObservedWriter.Parse(_run.Output.Lines[^1]);
        Assert.Equal("ended", report.GetProperty("event").GetString());
        Assert.Equal("Ana", report.GetProperty("name").GetString());
        Assert.Equal("""["Ben","Ana","Cleo"]""", report.GetProperty("participants").GetRawText());
        Assert.Equal(62, report.GetProperty("packets_sent").GetInt64());
        Assert.Equal(1_240, report.GetProperty("duration_ms").GetInt64());
        Assert.Equal("left", report.GetProperty("ended").GetString());
        long joined = report.GetProperty("joined_at_ns").GetInt64();
        Assert.Equal(joined - 20_000_000, report.GetProperty("input_started_ns").GetInt64());
        foreach (string count in (string[])["packets_received", "packets_late", "packets_lost", "rebuilt_by_fec", "concealed",
            "rtt_ms", "jitter_ms", "buffer_delay_ms", "end_code", "at_ms"])
        {
            Assert.Equal(JsonValueKind.Number, report.GetProperty(count).ValueKind);
        }

        Assert.Empty(_run.Errors.Lines);
        using WavReader reader = WavReader.Open(output);
        Assert.Equal(62 * 960, reader.Samples);
    }

    [Fact]
    public async Task A_stopped_server_is_exit_code_3()
    {
        Task<int> run = await _run.JoinedAsync();
        await _run.Server.SendAsync(new ServerShuttingDown("Maintenance."));
        Assert.Equal(ExitCode.ServerShutDown, await run);
        Assert.Equal("Maintenance.", (await _run.Output.JsonAsync("event", "shutting_down")).GetProperty("reason").GetString());
        Assert.Contains("\"ended\":\"server_shut_down\"", _run.Output.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_connection_is_exit_code_2_with_code_and_reason()
    {
        Task<int> run = await _run.JoinedAsync();
        await _run.Server.Connection.CloseAsync((ulong)CloseCode.SlowReader, "Read faster.");
        Assert.Equal(ExitCode.ConnectionLost, await run);
        Assert.Contains(
            "\"ended\":\"closed_by_server\",\"end_code\":6,\"end_reason\":\"Read faster.\"",
            _run.Output.Lines[^1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Being_kicked_is_exit_code_4_with_the_reason()
    {
        Task<int> run = await _run.JoinedAsync(new RosterEntry(3, "Ben"));
        await _run.Server.Connection.CloseAsync((ulong)CloseCode.Kicked, "Ben (the host) put you out of the room: noise");
        Assert.Equal(ExitCode.Kicked, await run);
        JsonElement ended = ObservedWriter.Parse(_run.Output.Lines[^1]);
        Assert.Equal("kicked", ended.GetProperty("ended").GetString());
        Assert.EndsWith("noise", ended.GetProperty("end_reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_leaves_politely_and_still_reports()
    {
        Task<int> run = await _run.JoinedAsync();
        await _run.SignalAsync();
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);
        Assert.Equal(2, _run.Output.Lines.Length);
    }

    [Fact]
    public async Task A_wrong_certificate_is_exit_code_1_and_nothing_was_sent()
    {
        Assert.Equal(ExitCode.Failed, await _run.RunAsync(With(Trust with { Pin = CertificateFingerprint.Of([1]) })));
        Assert.Contains("Nothing was sent", Assert.Single(_run.Errors.Lines), StringComparison.Ordinal);
        Assert.Empty(_run.Output.Lines);
    }

    [Fact]
    public async Task Accepting_any_certificate_is_warned_of_in_the_events_too()
    {
        Task<int> run = await _run.JoinedAsync(With(Trust with { Pin = null, SkipVerify = true }));
        Assert.Contains(
            "accepts any certificate",
            (await _run.Output.JsonAsync("event", "warning")).GetProperty("sentence").GetString(),
            StringComparison.Ordinal);
        Assert.Contains("\"joined\"", _run.Output.Lines[0], StringComparison.Ordinal);
        await _run.SignalAsync();
        await _run.LetGoAsync();
        await run;
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_ends_the_run_politely()
    {
        _run.Output.IsBroken = true;
        Task<int> run = await _run.JoinedAsync();
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Failed, await run);
        Assert.Equal("Standard output cannot be written: No space left on device", Assert.Single(_run.Errors.Lines));
    }

    [Fact]
    public async Task A_terminal_that_is_closed_takes_both_streams_and_the_run_still_ends_politely()
    {
        _run.Output.IsBroken = true;
        _run.Errors.IsBroken = true;
        Task<int> run = await _run.JoinedAsync();
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Failed, await run);
    }

    [Fact]
    public async Task A_missing_input_file_is_exit_code_1_before_anyone_is_called()
    {
        string none = Path.Combine(_run.Folder, "none.wav");
        Assert.Equal(ExitCode.Failed, await _run.RunAsync(_run.Options with { Input = new SoundInput.Wav(none) }));
        Assert.EndsWith("cannot be read: there is no such file.", Assert.Single(_run.Errors.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_exit_code_1()
    {
        Assert.True(ServerAddress.TryParse("127.0.0.1:9", out ServerAddress? nobody));
        Assert.Equal(ExitCode.Failed, await _run.RunAsync(_run.Options with { Server = nobody }));
        Assert.Single(_run.Errors.Lines);
    }

    [Fact]
    public async Task A_join_that_fails_leaves_an_old_output_as_it_was_and_no_new_one()
    {
        string old = Path.Combine(_run.Folder, "old.wav");
        string none = Path.Combine(_run.Folder, "none.wav");
        await File.WriteAllTextAsync(old, "recorded yesterday");
        Assert.True(ServerAddress.TryParse("127.0.0.1:9", out ServerAddress? nobody));
        await _run.RunAsync(_run.Options with { Server = nobody, Output = new SoundOutput.Wav(old) });
        await _run.RunAsync(_run.Options with { Server = nobody, Output = new SoundOutput.Wav(none) });
        Assert.Equal("recorded yesterday", await File.ReadAllTextAsync(old));
        Assert.False(File.Exists(none));
    }

    [Fact]
    public async Task An_old_output_is_written_over_once_the_join_has_succeeded()
    {
        string old = Path.Combine(_run.Folder, "old.wav");
        await File.WriteAllBytesAsync(old, new byte[1_000_000]);
        TimeSpan duration = TimeSpan.FromMilliseconds(200);
        Task<int> run = await _run.JoinedAsync(_run.Options with { Duration = duration, Output = new SoundOutput.Wav(old) });
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);
        using WavReader reader = WavReader.Open(old);
        Assert.Equal(10 * 960, reader.Samples);
    }

    private ClientOptions With(TrustOptions trust) => _run.Options with { Trust = trust };
}
