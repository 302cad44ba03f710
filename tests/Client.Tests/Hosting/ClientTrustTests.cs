using Mcu.Client.Hosting;
using Mcu.Client.Trust;
using Mcu.Common.Transport;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

public sealed class ClientTrustTests : IDisposable
{
    private readonly RunFixture _run = new();

    private TrustOptions Nothing => new() { DataDirectory = _run.Folder };

    private string KnownLine => $"{_run.Server.EndPoint} {FakeFingerprint}";

    private static CertificateFingerprint FakeFingerprint => Session.FakeServer.Fingerprint;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task An_unknown_server_is_refused_with_its_fingerprint()
    {
        Assert.Equal(ExitCode.Failed, await _run.RunAsync(_run.Trusting(Nothing)));
        string sentence = Assert.Single(_run.Errors.Lines);
        Assert.Contains($"is not known yet; its certificate has the fingerprint {FakeFingerprint}", sentence, StringComparison.Ordinal);
        Assert.Contains("--accept-new", sentence, StringComparison.Ordinal);
        Assert.Empty(_run.Output.Lines);
    }

    [Fact]
    public async Task Accepted_by_a_flag_it_is_remembered_and_joined()
    {
        await JoinAndLeaveAsync(_run.Trusting(Nothing with { AcceptNew = true }));
        Assert.Contains(KnownLine, await File.ReadAllLinesAsync(Nothing.KnownServersPath));
        Assert.Single(_run.Errors.Lines, line => line.Contains("is trusted from now on", StringComparison.Ordinal));
        await JoinAndLeaveAsync(_run.Trusting(Nothing));
    }

    [Fact]
    public async Task A_person_is_asked_on_the_input_that_commands_come_from()
    {
        await _run.TypeAsync("yes");
        await _run.TypeAsync("/leave");
        Task<int> run = await _run.JoinedAsync(_run.Trusting(Nothing) with { IsHeadless = false, CanAsk = true });
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);
        Assert.Contains(KnownLine, await File.ReadAllLinesAsync(Nothing.KnownServersPath));
    }

    [Fact]
    public async Task A_person_who_says_no_is_not_joined()
    {
        await _run.TypeAsync("no");
        Assert.Equal(ExitCode.Failed, await _run.RunAsync(_run.Trusting(Nothing) with { IsHeadless = false, CanAsk = true }));
        Assert.EndsWith("was not trusted. Nothing was sent.", _run.Errors.Lines[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(Nothing.KnownServersPath));
    }

    [Fact]
    public async Task Who_stops_it_while_asked_reads_so_on_a_line_of_its_own()
    {
        Task<int> run = _run.RunAsync(_run.Trusting(Nothing) with { IsHeadless = false, CanAsk = true });
        await _run.Errors.LineAsync(line => line.EndsWith(FakeFingerprint.ToString(), StringComparison.Ordinal));
        await _run.SignalAsync();
        Assert.Equal(ExitCode.Normal, await run);
        Assert.EndsWith("[y/N] ", _run.Errors.Lines[^2], StringComparison.Ordinal);
        Assert.Equal("stopped before joining", _run.Errors.Lines[^1]);
    }

    [Fact]
    public async Task The_server_is_shown_the_identity_of_the_file_and_the_anonymous_show_none()
    {
        TrustOptions pinned = Nothing with { Pin = FakeFingerprint };
        await JoinAndLeaveAsync(_run.Trusting(pinned with { Anonymous = true }));
        Assert.Null(_run.Server.Connection.PeerFingerprint);
        Assert.False(File.Exists(pinned.IdentityPath));
        await JoinAndLeaveAsync(_run.Trusting(pinned));
        using Identity identity = await Identity.OpenAsync(pinned.IdentityPath, CancellationToken.None);
        Assert.Equal(identity.Fingerprint, _run.Server.Connection.PeerFingerprint);
    }

    [Fact]
    public async Task A_damaged_identity_is_exit_code_1_before_anyone_is_called()
    {
        await File.WriteAllTextAsync(Nothing.IdentityPath, "damaged");
        Assert.Equal(ExitCode.Failed, await _run.RunAsync(_run.Trusting(Nothing with { Pin = FakeFingerprint })));
        Assert.Contains("identity.pem cannot be used", Assert.Single(_run.Errors.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_named()
    {
        string file = Path.Combine(_run.Folder, "file");
        await File.WriteAllTextAsync(file, "");
        TrustOptions there = Nothing with { Pin = FakeFingerprint, DataDirectory = file };
        Assert.Equal(ExitCode.Failed, await _run.RunAsync(_run.Trusting(there)));
        Assert.Contains($": {file} is a file, and no folder.", Assert.Single(_run.Errors.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_open_to_others_is_warned_of_in_the_events_too()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        (await Identity.OpenAsync(Nothing.IdentityPath, CancellationToken.None)).Dispose();
        File.SetUnixFileMode(Nothing.IdentityPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Task<int> run = await _run.JoinedAsync(_run.Trusting(Nothing with { Pin = FakeFingerprint }));
        string? sentence = (await _run.Output.JsonAsync("event", "warning")).GetProperty("sentence").GetString();
        Assert.Contains("is open to others (mode 0640)", sentence, StringComparison.Ordinal);
        Assert.Equal($"Warning: {sentence}", Assert.Single(_run.Errors.Lines));
        await _run.SignalAsync();
        await _run.LetGoAsync();
        await run;
    }

    private async Task JoinAndLeaveAsync(ClientOptions options)
    {
        Task<int> run = await _run.JoinedAsync(options with { Duration = TimeSpan.FromMilliseconds(20) });
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);
    }
}
