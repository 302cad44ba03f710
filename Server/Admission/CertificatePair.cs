using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Files;
using Mcu.Common.Transport;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Admission;

// Reads a certificate with its chain and the key that belongs to it, and says of everything that can be wrong what it is.
internal static class CertificatePair
{
    // What browsers and authorities ask for at least (CA/Browser Forum baseline requirements §6.1.5).
    private const int MinRsaBits = 2048;

    // P-256, P-384 and P-521: the curves that TLS 1.3 signs with (RFC 8446 §4.2.3).
    private static readonly string[] s_curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];

    // As long as certificates live that renew themselves: whoever is told then has time left, and is not told all year.
    private const int SoonDays = 30;

    public static ServerCertificate Load(string certificateFile, string keyFile, DateTimeOffset now, ILogger log)
    {
        List<X509Certificate2> chain = LoadChain(certificateFile);
        try
        {
            X509Certificate2 own = chain[0];
            CheckDates(own, certificateFile, now, log);
            X509Certificate2 complete = AddKey(own, certificateFile, keyFile, log);
            own.Dispose();
            AdmissionLog.Loaded(log, certificateFile, Day(complete.NotAfter));
            return new ServerCertificate(complete, chain[1..]);
        }
        catch
        {
            chain.ForEach(one => one.Dispose());
            throw;
        }
    }

    private static List<X509Certificate2> LoadChain(string file)
    {
        string text = PemFile.Read(file, "certificate", out _);
        List<X509Certificate2> chain = [];
        int at = 0;
        foreach (byte[] der in PemFile.Blocks(text, "CERTIFICATE"))
        {
            at++;
            if (at > TransportDefaults.MaxCertificates)
            {
                throw Unusable(file, $"it holds more than {TransportDefaults.MaxCertificates} certificates; allowed are "
                    + $"{TransportDefaults.MaxCertificates}: its own and those of the chain");
            }

            try
            {
                chain.Add(X509CertificateLoader.LoadCertificate(der));
            }
            catch (CryptographicException failure)
            {
                throw Unusable(file, $"what stands there as certificate {at} is none", failure);
            }
        }

        return chain.Count > 0 ? chain : throw Unusable(
            file, $"{PemFile.Describe(text)}; a certificate in PEM is needed (-----BEGIN CERTIFICATE-----)");
    }

    private static void CheckDates(X509Certificate2 certificate, string file, DateTimeOffset now, ILogger log)
    {
        var from = new DateTimeOffset(certificate.NotBefore);
        var until = new DateTimeOffset(certificate.NotAfter);
        const string Remedy = "Move it and its key away to have a new pair made, with a new fingerprint, or put a valid pair in its place";
        if (now > until)
        {
            throw Unusable(file, $"it was valid until {Day(certificate.NotAfter)}, and today is {Day(now.UtcDateTime)}. {Remedy}");
        }

        if (now < from)
        {
            throw Unusable(file, $"it is valid from {Day(certificate.NotBefore)} on, and today is {Day(now.UtcDateTime)}. "
                + "Either it was made for later, or this machine's clock is wrong");
        }

        if ((until - now).TotalDays < SoonDays)
        {
            AdmissionLog.EndsSoon(log, file, (int)(until - now).TotalDays, Day(certificate.NotAfter));
        }
    }

    private static X509Certificate2 AddKey(X509Certificate2 certificate, string certificateFile, string keyFile, ILogger log)
    {
        string text = PemFile.Read(keyFile, "key", out UnixFileMode? mode);
        if (PemFile.KeyProblem(text) is { } problem)
        {
            throw Unusable(keyFile, problem);
        }

        try
        {
            X509Certificate2 complete = Join(certificate, certificateFile, keyFile, text);
            if (mode is { } known && PrivateFile.ModeIfOpen(known) is { } open)
            {
                AdmissionLog.KeyIsOpen(log, keyFile, open);
            }

            return complete;
        }
        catch (ArgumentException failure)
        {
            throw new AdmissionException(
                $"The key {keyFile} does not fit the certificate {certificateFile}: it is not the key that this certificate was made for.",
                failure);
        }
    }

    private static X509Certificate2 Join(X509Certificate2 certificate, string certificateFile, string keyFile, string text)
    {
        if (certificate.GetECDsaPublicKey() is { } curve)
        {
            using (curve)
            {
                Oid name = curve.ExportParameters(includePrivateParameters: false).Curve.Oid;
                if (!s_curves.Contains(name.Value))
                {
                    throw Unusable(
                        certificateFile,
                        $"its key is on the curve {name.FriendlyName ?? name.Value}; P-256, P-384 and P-521 are taken");
                }
            }

            using var key = ECDsa.Create();
            Import(key, text, keyFile, "ECDSA");
            return certificate.CopyWithPrivateKey(key);
        }

        if (certificate.GetRSAPublicKey() is { } modulus)
        {
            int bits = modulus.KeySize;
            modulus.Dispose();
            if (bits < MinRsaBits)
            {
                throw Unusable(certificateFile, $"its RSA key has {bits} bits; at least {MinRsaBits} are needed");
            }

            using var key = RSA.Create();
            Import(key, text, keyFile, "RSA");
            return certificate.CopyWithPrivateKey(key);
        }

        string kind = certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value ?? "unknown";
        throw Unusable(certificateFile, $"its key is of the kind {kind}; ECDSA and RSA keys are taken");
    }

    private static void Import(AsymmetricAlgorithm key, string text, string keyFile, string kind)
    {
        try
        {
            key.ImportFromPem(text);
        }
        catch (ArgumentException failure)
        {
            // No key that could be read, or several.
            throw Unusable(keyFile, $"it must hold one {kind} key, as the certificate needs it, and no other", failure);
        }
        catch (CryptographicException failure)
        {
            throw Unusable(keyFile, $"what stands there is no {kind} key, which the certificate needs", failure);
        }
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static AdmissionException Unusable(string file, string why, Exception? inner = null) =>
        new($"{file} cannot be used: {why}.", inner);
}
