using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mcu.Client.Trust;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Trust;

public sealed class IdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string IdentityFile => Path.Combine(_folder.Path, "data", "mcu", "identity.pem");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_made_once_and_the_same_from_then_on()
    {
        using Identity made = await OpenAsync();
        using Identity again = await OpenAsync();
        Assert.Equal(made.Fingerprint, again.Fingerprint);
        Assert.Null(made.Warning);
        Assert.Equal([IdentityFile], Directory.GetFiles(Path.GetDirectoryName(IdentityFile)!));
    }

    [Fact]
    public async Task Only_its_owner_may_read_it()
    {
        using Identity identity = await OpenAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(IdentityFile));
            const UnixFileMode All = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.Equal(All, File.GetUnixFileMode(Path.GetDirectoryName(IdentityFile)!));
        }
    }

    [Fact]
    public async Task It_says_nothing_of_person_machine_or_day()
    {
        using Identity identity = await OpenAsync();
        X509Certificate2 certificate = identity.Certificate;
        Assert.Equal(("CN=mcu", "CN=mcu"), (certificate.Subject, certificate.Issuer));
        Assert.Equal(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc), certificate.NotBefore.ToUniversalTime());
        Assert.Equal(9999, certificate.NotAfter.ToUniversalTime().Year);
        Assert.Equal(["2.5.29.15", "2.5.29.19"], certificate.Extensions.Select(extension => extension.Oid!.Value!).Order());
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        Assert.Equal("1.2.840.10045.3.1.7", key.ExportParameters(false).Curve.Oid.Value);
        using Identity other = await Identity.OpenAsync(_folder["other.pem"], CancellationToken.None);
        Assert.NotEqual(identity.Fingerprint, other.Fingerprint);
    }

    [Fact]
    public async Task Many_who_start_at_once_are_one_person()
    {
        Identity[] identities = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(OpenAsync)));
        Assert.Single(identities.Select(identity => identity.Fingerprint).Distinct());
        Assert.Equal([IdentityFile], Directory.GetFiles(Path.GetDirectoryName(IdentityFile)!));
        Array.ForEach(identities, identity => identity.Dispose());
    }

    [Fact]
    public async Task A_file_that_others_may_read_is_warned_of()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        (await OpenAsync()).Dispose();
        File.SetUnixFileMode(IdentityFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        using Identity identity = await OpenAsync();
        Assert.Equal(
            $"The identity file {IdentityFile} is open to others (mode 0604), who could be you: chmod 600 closes it.",
            identity.Warning);
    }

    [Fact]
    public async Task A_damaged_file_is_a_sentence_and_stays_as_it_is()
    {
        (await OpenAsync()).Dispose();
        string whole = await File.ReadAllTextAsync(IdentityFile);
        using Identity other = await Identity.OpenAsync(_folder["other.pem"], CancellationToken.None);
        string[] damaged =
        [
            "", "not PEM at all", whole[..(whole.Length / 2)], whole.Replace("PRIVATE", "PUBLIC", StringComparison.Ordinal),
            whole.Replace('M', 'N'), whole[..whole.IndexOf("-----BEGIN CERT", StringComparison.Ordinal)] + other.Certificate.ExportCertificatePem(),
        ];
        foreach (string text in damaged)
        {
            await File.WriteAllTextAsync(IdentityFile, text);
            var refusal = await Assert.ThrowsAsync<TrustException>(OpenAsync);
            Assert.StartsWith(
                $"The identity file {IdentityFile} cannot be used: it does not hold a certificate and the private key that fits it",
                refusal.Message,
                StringComparison.Ordinal);
            Assert.Equal(text, await File.ReadAllTextAsync(IdentityFile));
        }
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_read()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(IdentityFile)!);
        using (FileStream file = File.Create(IdentityFile))
        {
            file.SetLength(1L << 40);
        }

        var refusal = await Assert.ThrowsAsync<TrustException>(OpenAsync);
        Assert.Contains("it has more than 65536 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_its_place_or_a_file_above_it_is_a_sentence()
    {
        Directory.CreateDirectory(IdentityFile);
        var refusal = await Assert.ThrowsAsync<TrustException>(OpenAsync);
        Assert.Equal(
            $"The identity file {IdentityFile} cannot be read or made: it is a folder. "
            + "--identity names another file, --anonymous goes without.",
            refusal.Message);

        string file = _folder["file"];
        await File.WriteAllTextAsync(file, "");
        await Assert.ThrowsAsync<TrustException>(
            () => Identity.OpenAsync(Path.Combine(file, "identity.pem"), CancellationToken.None));
    }

    [Fact]
    public void A_hundred_thousand_damaged_identities_are_read_or_answered()
    {
        // One in ten is whole but for a character; the others, which break off somewhere, are quicker to refuse.
        byte[] whole = IdentityPem.Make();
        var random = new Random(20260105);
        int read = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] bytes = i % 10 == 0 ? [.. whole] : whole[..random.Next(whole.Length)];
            if (bytes.Length > 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                IdentityPem.Read(bytes).Dispose();
                read++;
            }
            catch (InvalidDataException)
            {
            }
        }

        Assert.InRange(read, 100, 100_000);
    }

    private Task<Identity> OpenAsync() => Identity.OpenAsync(IdentityFile, CancellationToken.None);
}
