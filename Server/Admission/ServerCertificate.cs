using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Admission;

// The certificate the server shows, with its key, and what is sent with it for those who want to follow its chain.
// Owner: the host, which disposes it after the listener.
internal sealed class ServerCertificate : IDisposable
{
    // Nobody checks the dates of a pinned certificate, so they only must never be what stops a server.
    private const int YearsValid = 10;

    public ServerCertificate(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates)
    {
        Certificate = certificate;
        Intermediates = intermediates;
        Fingerprint = CertificateFingerprint.Of(certificate.RawData);
    }

    public X509Certificate2 Certificate { get; }

    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    public CertificateFingerprint Fingerprint { get; }

    // What the settings ask for: loaded, or made where there is none yet. Throws AdmissionException.
    public static ServerCertificate Obtain(CertificateSource source, DateTimeOffset now, ILogger log)
    {
        if (source.IsEphemeral)
        {
            return CreateEphemeral(now);
        }

        switch (source)
        {
            case { CertificateFile: { } certificate, KeyFile: { } key }:
                return new CertificateFiles(certificate, key).LoadOrMake(now, log);
            case { CertificateFile: { } alone }:
                throw new AdmissionException($"--cert-file is {alone}, but --key-file is not given: both are needed, or neither.");
            case { KeyFile: { } alone }:
                throw new AdmissionException($"--key-file is {alone}, but --cert-file is not given: both are needed, or neither.");
        }

        string directory = source.DataDirectory ?? DataDirectory.Default(Environment.GetEnvironmentVariable);
        DataDirectory.Ensure(directory);
        return new CertificateFiles(Path.Combine(directory, "certificate.pem"), Path.Combine(directory, "key.pem")).LoadOrMake(now, log);
    }

    // Makes a key on P-256 (RFC 8446 §9.1: what every TLS 1.3 peer must speak) and a certificate for localhost that it signs itself.
    public static ServerCertificate CreateEphemeral(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new ServerCertificate(SelfSigned(key, now), []);
    }

    public static X509Certificate2 SelfSigned(ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest("CN=mcu", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        // Clocks differ; a day back keeps the certificate valid on a machine that is behind.
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(YearsValid));
    }

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (X509Certificate2 issuer in Intermediates)
        {
            issuer.Dispose();
        }
    }
}
