using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.Testing;
using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.EndToEnd.Tests;

// Real clients, and a server that only looks at their certificates and shows its own.
public sealed class IdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [PairFact]
    public async Task A_client_is_the_same_person_every_time_unless_it_is_nobody(BackendPair pair)
    {
        using X509Certificate2 certificate = MakeCertificate(issuer: null);
        await using ITransportListener listener = Listen(pair, certificate, IPAddress.Loopback);
        string[] pinned = [
            "--cert-hash", $"{CertificateFingerprint.Of(certificate.RawData)}", "--data-dir", Data, "--transport", pair.ClientName];
        Assert.Null(await FingerprintAsync(listener, $"{listener.LocalEndPoint}", [.. pinned, "--anonymous"]));
        Assert.False(Directory.Exists(Data));

        CertificateFingerprint? first = await FingerprintAsync(listener, $"{listener.LocalEndPoint}", pinned);
        string file = Path.Combine(Data, "identity.pem");
        using X509Certificate2 kept = X509Certificate2.CreateFromPemFile(file);
        Assert.Equal(CertificateFingerprint.Of(kept.RawData), first);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal(first, await FingerprintAsync(listener, $"{listener.LocalEndPoint}", pinned));

        CertificateFingerprint? other =
            await FingerprintAsync(listener, $"{listener.LocalEndPoint}", [.. pinned, "--identity", _folder["other.pem"]]);
        Assert.NotNull(other);
        Assert.NotEqual(first, other);
        Assert.True(File.Exists(_folder["other.pem"]));
    }

    [PairFact]
    public async Task A_certificate_of_an_authority_that_this_system_trusts_needs_no_pin(BackendPair pair)
    {
        using X509Certificate2 root = MakeCertificate(issuer: null, isAuthority: true);
        using X509Certificate2 certificate = MakeCertificate(root);
        await File.WriteAllTextAsync(_folder["roots.pem"], root.ExportCertificatePem());
        await using ITransportListener listener = Listen(pair, certificate, IPAddress.IPv6Any);
        string[] usual = ["--data-dir", Data, "--transport", pair.ClientName];
        string server = $"localhost:{listener.LocalEndPoint.Port}";

        // Without the authority it is a server like any other of which nothing is known.
        await using ClientProcess stranger = ClientProcess.Run([server, "lobby", "Ana", "--headless", .. usual]);
        Assert.Equal(1, await stranger.ExitCodeAsync());
        Assert.Contains("is not known yet", Assert.Single(stranger.Errors), StringComparison.Ordinal);

        // By these variables OpenSSL, and .NET after it, finds the system's authorities.
        Dictionary<string, string> trusting = new() { ["SSL_CERT_FILE"] = _folder["roots.pem"], ["SSL_CERT_DIR"] = Data };
        Assert.NotNull(await FingerprintAsync(listener, server, usual, trusting));
        Assert.False(File.Exists(Path.Combine(Data, "known_servers")));
    }

    // Who a client is to the server that it connects to, and which ends the acquaintance there.
    private static async Task<CertificateFingerprint?> FingerprintAsync(
        ITransportListener listener, string server, string[] arguments, Dictionary<string, string>? environment = null)
    {
        await using ClientProcess client = ClientProcess.Run([server, "lobby", "Ana", "--headless", .. arguments], environment);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using ITransportConnection connection = await listener.AcceptAsync(patience.Token);
        await connection.CloseAsync(0, "Seen.");
        Assert.Equal(1, await client.ExitCodeAsync());
        return connection.PeerFingerprint;
    }

    private static ITransportListener Listen(BackendPair pair, X509Certificate2 certificate, IPAddress address) =>
        pair.Server.Listen(new ListenOptions { EndPoint = new IPEndPoint(address, 0), Certificate = certificate });

    // For localhost, signed by the issuer or by itself.
    private static X509Certificate2 MakeCertificate(X509Certificate2? issuer, bool isAuthority = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(isAuthority ? "CN=root" : "CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        if (issuer is null)
        {
            return request.CreateSelfSigned(now.AddDays(-2), now.AddDays(20));
        }

        using X509Certificate2 certificate = request.Create(issuer, now.AddDays(-1), now.AddDays(10), [1, 2, 3]);
        return certificate.CopyWithPrivateKey(key);
    }
}
