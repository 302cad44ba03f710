using System.Text.Json;
using Mcu.Client.Audio;
using Mcu.Client.Headless;
using Mcu.Client.Session;
using Mcu.Client.Tests.Session;
using Mcu.Client.Trust;
using Mcu.Common.Addressing;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Mcu.Client.Tests.Headless;

public sealed class HeadlessRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcu-test-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly FakeServer _server = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_ends_with_one_line_of_json_and_a_wav_of_its_duration()
    {
        string output = Path.Combine(_folder, "heard.wav");
        TimeSpan duration = TimeSpan.FromMilliseconds(1_230);
        Task<int> run = RunAsync(Options() with { TestToneHz = 440, Output = output, Duration = duration });
        await _server.LetInAsync(new RosterEntry(3, "Ben"));
        await _server.SendAsync(new ParticipantJoined(9, "Cleo"));
        Leave leave = await _server.ExpectAsync<Leave>();
        await _server.SendAsync(new Ok(leave.RequestId));
        Assert.Equal(ExitCode.Normal, await run);

        JsonElement report = JsonDocument.Parse(Assert.Single(Lines(_output))).RootElement;
        Assert.Equal("Ana", report.GetProperty("name").GetString());
        Assert.Equal("""["Ben","Ana","Cleo"]""", report.GetProperty("participants").GetRawText());
        Assert.Equal(62, report.GetProperty("packets_sent").GetInt64());
        Assert.Equal(1_240, report.GetProperty("duration_ms").GetInt64());
        Assert.Equal("left", report.GetProperty("ended").GetString());
        long joined = report.GetProperty("joined_at_ns").GetInt64();
        Assert.Equal(joined - 20_000_000, report.GetProperty("input_started_ns").GetInt64());
        foreach (string count in (string[])["packets_received", "packets_late", "packets_lost", "rebuilt_by_fec", "concealed",
            "rtt_ms", "jitter_ms", "buffer_delay_ms", "end_code"])
        {
            Assert.Equal(JsonValueKind.Number, report.GetProperty(count).ValueKind);
        }

        Assert.Equal("joined lobby as Ana, with Ben", Lines(_errors)[0]);
        Assert.Contains("came Cleo", Lines(_errors));
        using WavReader reader = WavReader.Open(output);
        Assert.Equal(62 * 960, reader.Samples);
    }

    [Fact]
    public async Task A_stopped_server_is_exit_code_3()
    {
        Task<int> run = RunAsync(Options());
        await _server.LetInAsync();
        await _server.SendAsync(new ServerShuttingDown("Maintenance."));
        Assert.Equal(ExitCode.ServerShutDown, await run);
        Assert.Contains("the server is being stopped: Maintenance.", Lines(_errors));
        Assert.Contains("\"ended\":\"server_shut_down\"", Assert.Single(Lines(_output)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_connection_is_exit_code_2_with_code_and_reason()
    {
        Task<int> run = RunAsync(Options());
        await _server.LetInAsync();
        await _server.Connection.CloseAsync((ulong)CloseCode.SlowReader, "Read faster.");
        Assert.Equal(ExitCode.ConnectionLost, await run);
        Assert.Contains("ended: the server closed the connection: SlowReader (6): Read faster", Lines(_errors));
        Assert.Contains("\"end_code\":6", Assert.Single(Lines(_output)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_leaves_politely_and_still_reports()
    {
        using var stop = new CancellationTokenSource();
        Task<int> run = RunAsync(Options(), stop.Token);
        await _server.LetInAsync();
        await stop.CancelAsync();
        Leave leave = await _server.ExpectAsync<Leave>();
        await _server.SendAsync(new Ok(leave.RequestId));
        Assert.Equal(ExitCode.Normal, await run);
        Assert.Single(Lines(_output));
    }

    [Fact]
    public async Task A_wrong_certificate_is_exit_code_1_and_nothing_was_sent()
    {
        Assert.Equal(ExitCode.Failed, await RunAsync(Options(CertificateFingerprint.Of([1]))));
        Assert.Contains("Nothing was sent", Assert.Single(Lines(_errors)), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task A_missing_input_file_is_exit_code_1_before_anyone_is_called()
    {
        Assert.Equal(ExitCode.Failed, await RunAsync(Options() with { Input = Path.Combine(_folder, "none.wav") }));
        Assert.EndsWith("cannot be read: there is no such file.", Assert.Single(Lines(_errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_exit_code_1()
    {
        Assert.True(ServerAddress.TryParse("127.0.0.1:9", out ServerAddress? nobody));
        Assert.Equal(ExitCode.Failed, await RunAsync(Options() with { Server = nobody }));
        Assert.Single(Lines(_errors));
    }

    private HeadlessOptions Options(CertificateFingerprint? pin = null)
    {
        Assert.True(ServerAddress.TryParse(_server.EndPoint.ToString(), out ServerAddress? address));
        var trust = new TrustOptions { Pin = pin ?? FakeServer.Fingerprint, DataDirectory = _folder };
        return new HeadlessOptions { Server = address, Room = "lobby", Name = "Ana", Trust = trust };
    }

    private Task<int> RunAsync(HeadlessOptions options, CancellationToken cancellationToken = default)
    {
        // Without an end virtual time would run away for as long as the test takes.
        IFramePacer pacer = options.Duration is null ? new MonotonicPacer() : new VirtualPacer();
        var run = new HeadlessRun(options, () => _server.Transport, pacer, _output, _errors, NullLogger.Instance);
        return run.RunAsync(cancellationToken);
    }

    private static string[] Lines(StringWriter writer) => writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
