using Mcu.Client.Trust;
using Mcu.Common.Addressing;
using Mcu.Common.Transport;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Trust;

public class KnownServerLineTests
{
    private static readonly CertificateFingerprint s_fingerprint = CertificateFingerprint.Of([1]);

    [Fact]
    public void Lines_are_numbered_as_an_editor_does()
    {
        string file = $"# head\n\n host:1 \t{s_fingerprint} since 2026\r\nHOST.example {s_fingerprint.ToString().ToUpperInvariant()}\nhost:1\n?? !!\n";
        KnownServerLine[] lines = [.. KnownServerLine.ReadAll(file)];
        Assert.Equal([3, 4, 5, 6], lines.Select(line => line.Number));
        Assert.Equal($"host:1 \t{s_fingerprint} since 2026", lines[0].Text);
        Assert.Equal(["host:1", "host.example:4433", "host:1", null], lines.Select(line => line.Server?.ToString()));
        Assert.Equal([s_fingerprint, s_fingerprint, null, null], lines.Select(line => line.Fingerprint));
    }

    [Fact]
    public void A_byte_order_mark_does_not_hide_the_first_server()
    {
        KnownServerLine line = Assert.Single(KnownServerLine.ReadAll($"\uFEFFhost:1 {s_fingerprint}\n"));
        Assert.Equal((1, "host:1", s_fingerprint), (line.Number, line.Server?.ToString(), line.Fingerprint));
    }

    [Theory]
    [InlineData("voice.example.org:4433")]
    [InlineData("[2001:db8::1]:1")]
    [InlineData("192.0.2.1:65535")]
    public void What_is_written_is_read(string server)
    {
        ServerAddress address = ServerAddress.Parse(server);
        KnownServerLine line = Assert.Single(KnownServerLine.ReadAll(KnownServerLine.Write(address, s_fingerprint) + "\n"));
        Assert.Equal((1, address, s_fingerprint), (line.Number, line.Server, line.Fingerprint));
    }

    [Fact]
    public void A_hundred_thousand_files_are_read_whatever_stands_in_them()
    {
        string[] right = [$"host:1 {s_fingerprint}\n# comment\n", $"[::1]:4433\t{s_fingerprint}", "a\nb\r\nc d e", $"h {s_fingerprint} x\n\n\n"];
        int read = 0;
        foreach (string file in RandomText.Near(right, "0aZ:.[]# \t\r\n\0é", count: 100_000))
        {
            foreach (KnownServerLine line in KnownServerLine.ReadAll(file))
            {
                Assert.InRange(line.Number, 1, file.Length + 1);
                Assert.Contains(line.Text, file, StringComparison.Ordinal);
                read += line is { Server: not null, Fingerprint: not null } ? 1 : 0;
            }
        }

        Assert.InRange(read, 10_000, 100_000);
    }
}
