using Mcu.Server.Admission;
using Mcu.Testing;

namespace Mcu.Server.Tests.Admission;

// The certificate that a server keeps: made once, found again, and never half there.
public sealed class CertificateFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();

    private string Data => _folder["state/mcu-server"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_made_once_and_found_again()
    {
        using ServerCertificate first = Kept();
        using ServerCertificate second = Kept();
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.True(second.Certificate.HasPrivateKey);
        Assert.Empty(second.Intermediates);
        Assert.Equal(["certificate.pem", "key.pem"], Directory.GetFiles(Data).Select(Path.GetFileName).Order());
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public void Nobody_but_the_owner_may_look_at_it()
    {
        using ServerCertificate made = Kept();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("700", Mode(Data));
            Assert.Equal("600", Mode(Path.Combine(Data, "key.pem")));
        }
    }

    [Fact]
    public void Servers_that_start_at_once_agree_on_one()
    {
        for (int round = 0; round < 5; round++)
        {
            string data = _folder[$"data{round}"];
            var prints = new string[8];
            Parallel.For(0, prints.Length, new ParallelOptions { MaxDegreeOfParallelism = prints.Length }, i =>
            {
                using ServerCertificate one = ServerCertificate.Obtain(new CertificateSource { DataDirectory = data }, TestPem.Now, _log);
                prints[i] = one.Fingerprint.ToString();
            });
            Assert.Single(prints.Distinct());
            Assert.Equal(2, Directory.GetFiles(data).Length);
        }
    }

    [Fact]
    public void An_ephemeral_one_is_kept_nowhere()
    {
        var source = new CertificateSource { DataDirectory = Data, IsEphemeral = true };
        using ServerCertificate first = ServerCertificate.Obtain(source, TestPem.Now, _log);
        using ServerCertificate second = ServerCertificate.Obtain(source, TestPem.Now, _log);
        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public void Files_of_the_operator_are_made_where_both_are_missing()
    {
        var source = new CertificateSource { CertificateFile = _folder["cert.pem"], KeyFile = _folder["key.pem"], DataDirectory = Data };
        using ServerCertificate made = ServerCertificate.Obtain(source, TestPem.Now, _log);
        using ServerCertificate loaded = ServerCertificate.Obtain(source, TestPem.Now, _log);
        Assert.Equal(made.Fingerprint, loaded.Fingerprint);
        Assert.False(Directory.Exists(Data));
    }

    [Theory]
    [InlineData("certificate.pem", "key.pem")]
    [InlineData("key.pem", "certificate.pem")]
    public void One_of_both_missing_is_said(string missing, string there)
    {
        Kept().Dispose();
        File.Delete(Path.Combine(Data, missing));
        string sentence = Assert.Throws<AdmissionException>(Kept).Message;
        Assert.Contains(Path.Combine(Data, there) + " is there, but its ", sentence, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(Data, missing) + " is not", sentence, StringComparison.Ordinal);
        Assert.Equal([there], Directory.GetFiles(Data).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("cert.pem", null, "--key-file is not given")]
    [InlineData(null, "key.pem", "--cert-file is not given")]
    public void One_of_both_settings_missing_is_said(string? certificate, string? key, string sentence)
    {
        var source = new CertificateSource { CertificateFile = certificate, KeyFile = key };
        Assert.Contains(
            sentence,
            Assert.Throws<AdmissionException>(() => ServerCertificate.Obtain(source, TestPem.Now, _log)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_said()
    {
        _folder.Write("file", "");
        var inFile = new CertificateSource { DataDirectory = _folder["file"] };
        Assert.Equal(
            $"The data directory {_folder["file"]} cannot be made: it is a file. Say another with --data-dir, "
            + "or keep no certificate with --ephemeral-cert.",
            Assert.Throws<AdmissionException>(() => ServerCertificate.Obtain(inFile, TestPem.Now, _log)).Message);

        var nowhere = new CertificateSource { CertificateFile = _folder["none/c.pem"], KeyFile = _folder["none/k.pem"] };
        Assert.Equal(
            $"{_folder["none/k.pem"]} cannot be written: there is no folder {_folder["none"]}.",
            Assert.Throws<AdmissionException>(() => ServerCertificate.Obtain(nowhere, TestPem.Now, _log)).Message);

        var same = new CertificateSource { CertificateFile = _folder["x.pem"], KeyFile = _folder["x.pem"] };
        Assert.Contains(
            "only two files can be made",
            Assert.Throws<AdmissionException>(() => ServerCertificate.Obtain(same, TestPem.Now, _log)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_only_one_of_the_files_can_be_written_none_is_left()
    {
        var halved = new CertificateSource { CertificateFile = _folder["none/cert.pem"], KeyFile = _folder["key.pem"] };
        for (int start = 0; start < 2; start++)
        {
            Assert.Equal(
                $"{_folder["none/cert.pem"]} cannot be written: there is no folder {_folder["none"]}.",
                Assert.Throws<AdmissionException>(() => ServerCertificate.Obtain(halved, TestPem.Now, _log)).Message);
            Assert.False(File.Exists(_folder["key.pem"]));
        }

        Directory.CreateDirectory(_folder["none"]);
        ServerCertificate.Obtain(halved, TestPem.Now, _log).Dispose();
    }

    [Theory]
    [InlineData("/state", "/home/ana", "/state/mcu-server")]
    [InlineData(null, "/home/ana", "/home/ana/.local/state/mcu-server")]
    [InlineData("relative", "/home/ana", "/home/ana/.local/state/mcu-server")]
    [InlineData("", "/home/ana", "/home/ana/.local/state/mcu-server")]
    public void The_data_directory_is_where_the_system_keeps_state(string? state, string? home, string expected) =>
        Assert.Equal(expected, DataDirectory.Default(name => name == "HOME" ? home : state));

    [Fact]
    public void Without_a_home_the_way_out_is_said()
    {
        string sentence = Assert.Throws<AdmissionException>(() => DataDirectory.Default(_ => null)).Message;
        Assert.Contains("--data-dir", sentence, StringComparison.Ordinal);
        Assert.Contains("--ephemeral-cert", sentence, StringComparison.Ordinal);
    }

    private ServerCertificate Kept() => ServerCertificate.Obtain(new CertificateSource { DataDirectory = Data }, TestPem.Now, _log);

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
