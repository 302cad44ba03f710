using System.Security.Cryptography;
using Mcu.Common.Transport;
using Mcu.Server.Admission;
using Mcu.Testing;

namespace Mcu.Server.Tests.Admission;

// Files that an operator brings along: what is taken, and what is said of everything else.
public sealed class CertificatePairTests : IDisposable
{
    // Ed25519 (RFC 8410), made once with OpenSSL; .NET cannot make such.
    private const string Ed25519Certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBMDCB46ADAgECAhQR1J+mnna8CUU2qwbyCOlb3VAIiTAFBgMrZXAwDTELMAkG
        A1UEAwwCZWQwIBcNMjYxMTIxMDc1ODA3WhgPMjEyNjEwMjgwNzU4MDdaMA0xCzAJ
        BgNVBAMMAmVkMCowBQYDK2VwAyEAWmMhPc1RjArvToIeumyNvGLX7u9Z+rPwBN+g
        g3gWHQyjUzBRMB0GA1UdDgQWBBTyZti0OGKZjnVQ/pQTcEykffpw1TAfBgNVHSME
        GDAWgBTyZti0OGKZjnVQ/pQTcEykffpw1TAPBgNVHRMBAf8EBTADAQH/MAUGAytl
        cANBABM/ZOasdC/5kU++kYVTgv5aachoZnCpvgIa7vgomf5/Ky+I6ZvxgB0Wab7p
        gie7uumxHl3pr8HygvqwaX2ENAc=
        -----END CERTIFICATE-----
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();
    private DateTimeOffset _now = TestPem.Now;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pair_is_loaded_and_its_chain_with_it()
    {
        (string[] chain, string key) = TestPem.Chain();
        string text = "Bag attributes of some tool\n" + string.Join("\nand in between\n", chain);
        using ServerCertificate loaded = Load(text, key);
        Assert.True(loaded.Certificate.HasPrivateKey);
        Assert.Equal(["CN=middle", "CN=root"], loaded.Intermediates.Select(one => one.Subject));
        Assert.Empty(_log.Warnings);
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    public void RSA_is_taken(int bits)
    {
        (string certificate, string key) = TestPem.RsaPair(bits);
        using ServerCertificate loaded = Load(certificate, key);
        Assert.True(loaded.Certificate.HasPrivateKey);
    }

    [Fact]
    public void Both_may_stand_in_one_file()
    {
        (string certificate, string key) = TestPem.Pair();
        string file = _folder.Write("both.pem", key + "\n" + certificate);
        using ServerCertificate loaded = CertificatePair.Load(file, file, _now, _log);
        Assert.True(loaded.Certificate.HasPrivateKey);
    }

    [Fact]
    public void A_key_of_another_certificate_is_said() =>
        Refused(TestPem.Pair().Certificate, TestPem.Pair().Key, "does not fit the certificate", "key.pem", "cert.pem");

    [Fact]
    public void A_key_of_another_kind_is_said() =>
        Refused(TestPem.Pair().Certificate, TestPem.RsaPair(2048).Key, "key.pem", "ECDSA key");

    [Fact]
    public void An_expired_certificate_is_said() => Refused(
        TestPem.Pair(-10, -1), "cert.pem cannot be used: it was valid until 2026-01-01 03:04 UTC, and today is 2026-01-02 03:04 UTC.");

    [Fact]
    public void A_certificate_of_the_future_is_said() => Refused(TestPem.Pair(1, 10), "it is valid from 2026-01-03 03:04 UTC on", "clock");

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("not a certificate at all", "it holds no PEM; a certificate in PEM is needed")]
    [InlineData("-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----", "it holds no PEM")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----", "it holds a CERTIFICATE REQUEST")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "what stands there as certificate 1 is none")]
    public void A_file_that_is_no_certificate_is_said(string text, string sentence) =>
        Refused(text, TestPem.Pair().Key, "cert.pem", sentence);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("garbage", "it holds no PEM; an ECDSA or RSA key in PEM, without a passphrase, is needed")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", "the key is encrypted")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----", "the key is encrypted")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "it is a key of OpenSSH")]
    [InlineData("-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----", "it is a DSA key")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "it holds a PUBLIC KEY")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "what stands there is no ECDSA key")]
    public void A_file_that_is_no_key_is_said(string text, string sentence) =>
        Refused(TestPem.Pair().Certificate, text, "key.pem", sentence);

    [Fact]
    public void Two_keys_in_one_file_are_said() =>
        Refused(TestPem.Pair().Certificate, TestPem.Pair().Key + "\n" + TestPem.Pair().Key, "it must hold one ECDSA key");

    [Fact]
    public void Kinds_of_keys_that_no_client_takes_are_said()
    {
        Refused(TestPem.RsaPair(1024), "its RSA key has 1024 bits; at least 2048 are needed");
        using var exotic = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        Refused(TestPem.Certificate(exotic), exotic.ExportPkcs8PrivateKeyPem(), "its key is on the curve", "P-256, P-384 and P-521 are taken");
        _now = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Refused(Ed25519Certificate, TestPem.Pair().Key, "its key is of the kind", "ECDSA and RSA keys are taken");
    }

    [Fact]
    public void Files_without_end_are_said()
    {
        (string certificate, string key) = TestPem.Pair();
        Refused(certificate + new string(' ', 300_000), key, "cert.pem cannot be used: it has more than 262144 bytes");
        string many = string.Join('\n', Enumerable.Repeat(certificate, TransportDefaults.MaxCertificates + 1));
        Refused(many, key, "it holds more than 10 certificates");
        if (OperatingSystem.IsLinux())
        {
            string sentence = Sentence("/dev/zero", _folder.Write("key.pem", key));
            Assert.Contains("/dev/zero cannot be used: it has more than", sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_and_a_missing_file_are_said()
    {
        string key = _folder.Write("key.pem", TestPem.Pair().Key);
        Assert.Equal($"The certificate {_folder.Path} cannot be read: it is a folder.", Sentence(_folder.Path, key));
        Assert.Equal($"The certificate {_folder["none"]} cannot be read: there is no such file.", Sentence(_folder["none"], key));
    }

    [Fact]
    public void A_key_that_others_can_read_is_logged_and_taken()
    {
        (string certificate, string key) = TestPem.Pair();
        string keyFile = _folder.Write("key.pem", key);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(keyFile, (UnixFileMode)0b110_100_000);
        // Links have a mode of their own, which says nothing.
        File.CreateSymbolicLink(_folder["link.pem"], keyFile);
        using ServerCertificate loaded = CertificatePair.Load(_folder.Write("cert.pem", certificate), _folder["link.pem"], _now, _log);
        Assert.Contains("(mode 0640)", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_that_is_near_is_logged()
    {
        (string certificate, string key) = TestPem.Pair(-300, 29.5);
        using ServerCertificate loaded = Load(certificate, key);
        string warning = Assert.Single(_log.Warnings);
        Assert.Contains("ends in 29 days, on 2026-01-31", warning, StringComparison.Ordinal);
        Assert.Contains("not replaced by itself", warning, StringComparison.Ordinal);
    }

    // 100,000 files that are random, or a real one with bytes changed: each is loaded or answered with a sentence.
    [Fact]
    public void Whatever_stands_there_is_answered_with_a_sentence()
    {
        (string certificate, string key) = TestPem.Pair();
        var random = new Random(3);
        for (int i = 0; i < 100_000; i++)
        {
            string text = Mangled(i % 2 == 0 ? certificate : key, random);
            _ = PemFile.KeyProblem(text);
            Assert.NotEmpty(PemFile.Describe(text));
            Assert.All(PemFile.Blocks(text, "CERTIFICATE"), block => Assert.InRange(block.Length, 0, text.Length));
        }
    }

    private static string Mangled(string text, Random random)
    {
        char[] characters = text.ToCharArray();
        for (int n = random.Next(1, 8); n > 0; n--)
        {
            characters[random.Next(characters.Length)] = (char)random.Next(256);
        }

        int from = random.Next(8) == 0 ? random.Next(characters.Length) : 0;
        string mangled = new(characters, from, characters.Length - from);
        return random.Next(4) == 0 ? mangled + mangled : mangled;
    }

    private ServerCertificate Load(string certificate, string key) =>
        CertificatePair.Load(_folder.Write("cert.pem", certificate), _folder.Write("key.pem", key), _now, _log);

    private void Refused((string Certificate, string Key) pair, params string[] parts) => Refused(pair.Certificate, pair.Key, parts);

    private void Refused(string certificate, string key, params string[] parts)
    {
        string sentence = Sentence(_folder.Write("cert.pem", certificate), _folder.Write("key.pem", key));
        Assert.All(parts, part => Assert.Contains(part, sentence, StringComparison.Ordinal));
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
    }

    private string Sentence(string certificate, string key) =>
        Assert.Throws<AdmissionException>(() => CertificatePair.Load(certificate, key, _now, _log)).Message;
}
