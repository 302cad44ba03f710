using Mcu.Client.Trust;
using Mcu.Common.Addressing;
using Mcu.Common.Transport;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Trust;

public sealed class KnownServersTests : IDisposable
{
    private static readonly ServerAddress s_server = ServerAddress.Parse("voice.example.org:4433");
    private static readonly CertificateFingerprint s_fingerprint = CertificateFingerprint.Of([1]);
    private static readonly CertificateFingerprint s_other = CertificateFingerprint.Of([2]);

    private readonly TemporaryFolder _folder = new();

    private string KnownFile => Path.Combine(_folder.Path, "data", "known_servers");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_remembered_is_found_by_host_and_port_and_nothing_else()
    {
        Assert.Empty(await FindAsync(s_server));
        await RememberAsync(s_server, s_fingerprint);
        KnownServerLine line = Assert.Single(await FindAsync(ServerAddress.Parse("VOICE.example.org")));
        Assert.Equal((3, $"{s_server} {s_fingerprint}", s_fingerprint), (line.Number, line.Text, line.Fingerprint));
        Assert.Empty(await FindAsync(ServerAddress.Parse("voice.example.org:4434")));
        Assert.Empty(await FindAsync(ServerAddress.Parse("example.org:4433")));
    }

    [Fact]
    public async Task The_file_says_what_it_is_and_only_its_owner_may_read_it()
    {
        await RememberAsync(s_server, s_fingerprint);
        Assert.StartsWith("# Servers that were trusted", (await File.ReadAllLinesAsync(KnownFile))[0], StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KnownFile));
        }
    }

    [Fact]
    public async Task What_somebody_wrote_into_it_stays()
    {
        const string Written = "# mine\r\nwhat is this?\n\n voice.example.org:1 and so on";
        await WriteAsync(Written);
        await RememberAsync(s_server, s_fingerprint);
        Assert.Equal($"{Written}\n{s_server} {s_fingerprint}\n", await File.ReadAllTextAsync(KnownFile));
    }

    [Fact]
    public async Task Remembering_twice_adds_one_line()
    {
        await RememberAsync(s_server, s_fingerprint);
        await RememberAsync(s_server, s_fingerprint);
        Assert.Single(await FindAsync(s_server));
        var refusal = await Assert.ThrowsAsync<TrustException>(() => RememberAsync(s_server, s_other));
        Assert.Contains($"in line 3 of {KnownFile}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(s_fingerprint, Assert.Single(await FindAsync(s_server)).Fingerprint);
    }

    [Fact]
    public async Task Several_lines_of_one_server_are_all_found()
    {
        await WriteAsync($"{s_server} {s_fingerprint}\n{s_server} {s_other}\n");
        Assert.Equal([s_fingerprint, s_other], (await FindAsync(s_server)).Select(line => line.Fingerprint));
    }

    [Fact]
    public async Task A_line_of_the_server_that_cannot_be_read_is_named_and_no_first_contact()
    {
        await WriteAsync($"# head\n{s_server} {s_fingerprint.ToString()[..60]}\n");
        var refusal = await Assert.ThrowsAsync<TrustException>(() => FindAsync(s_server));
        Assert.Contains($"is in line 2 of {KnownFile}, but what follows there is no fingerprint", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TrustException>(() => RememberAsync(s_server, s_fingerprint));
        Assert.Empty(await FindAsync(ServerAddress.Parse("other:1")));
    }

    [Fact]
    public async Task Many_who_remember_at_once_lose_no_line()
    {
        ServerAddress[] servers = [.. Enumerable.Range(1, 64).Select(port => ServerAddress.Parse($"host:{port}"))];
        await Task.WhenAll(servers.Select(server => Task.Run(() => RememberAsync(server, s_fingerprint))));
        foreach (ServerAddress server in servers)
        {
            Assert.Equal(s_fingerprint, Assert.Single(await FindAsync(server)).Fingerprint);
        }

        Assert.Equal(2 + servers.Length, (await File.ReadAllLinesAsync(KnownFile)).Length);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_read()
    {
        await WriteAsync("");
        using (FileStream file = File.OpenWrite(KnownFile))
        {
            file.SetLength((1024 * 1024) + 1);
        }

        var refusal = await Assert.ThrowsAsync<TrustException>(() => FindAsync(s_server));
        Assert.Equal(
            $"The known servers in {KnownFile} cannot be read: it has more than 1048576 bytes, and cannot be one of ours.",
            refusal.Message);
        using (FileStream file = File.OpenWrite(KnownFile))
        {
            file.SetLength(1024 * 1024);
        }

        refusal = await Assert.ThrowsAsync<TrustException>(() => RememberAsync(s_server, s_fingerprint));
        Assert.EndsWith("it would have more than 1048576 bytes.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_its_place_is_a_sentence()
    {
        Directory.CreateDirectory(KnownFile);
        var refusal = await Assert.ThrowsAsync<TrustException>(() => FindAsync(s_server));
        Assert.Equal($"The known servers in {KnownFile} cannot be read: it is a folder.", refusal.Message);
    }

    private Task<IReadOnlyList<KnownServerLine>> FindAsync(ServerAddress server) =>
        new KnownServers(KnownFile).FindAsync(server, CancellationToken.None);

    private Task RememberAsync(ServerAddress server, CertificateFingerprint fingerprint) =>
        new KnownServers(KnownFile).RememberAsync(server, fingerprint, CancellationToken.None);

    private Task WriteAsync(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KnownFile)!);
        return File.WriteAllTextAsync(KnownFile, text);
    }
}
