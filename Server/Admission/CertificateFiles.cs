using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Admission;

// A certificate and its key as two PEM files, loaded, or made where both are missing. Servers that start at once agree on one pair:
// one server at a time makes them, and never over a file that is there.
internal sealed class CertificateFiles(string certificateFile, string keyFile)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everyone = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const int LockTries = 500;
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromMilliseconds(20);

    public ServerCertificate LoadOrMake(DateTimeOffset now, ILogger log)
    {
        if (!File.Exists(certificateFile) || !File.Exists(keyFile))
        {
            MakeMissing(now, log);
        }

        return CertificatePair.Load(certificateFile, keyFile, now, log);
    }

    private void MakeMissing(DateTimeOffset now, ILogger log)
    {
        using FileStream held = Lock();
        // Looked at once more: whoever had the lock before us may have made them, or was between the two.
        bool hasCertificate = Exists(certificateFile);
        bool hasKey = Exists(keyFile);
        if (hasCertificate != hasKey)
        {
            (string there, string missing) = hasCertificate
                ? ($"The certificate {certificateFile}", $"its key {keyFile}")
                : ($"The key {keyFile}", $"its certificate {certificateFile}");
            throw new AdmissionException(
                $"{there} is there, but {missing} is not: both are needed. "
                + "Where both are missing, a new pair is made, with a new fingerprint.");
        }

        if (!hasCertificate)
        {
            if (certificateFile == keyFile)
            {
                throw new AdmissionException(
                    $"{certificateFile} is to hold both the certificate and the key, and is missing: only two files can be made.");
            }

            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using X509Certificate2 certificate = ServerCertificate.SelfSigned(key, now);
            Write(key.ExportPkcs8PrivateKeyPem(), certificate.ExportCertificatePem());
            AdmissionLog.Made(log, certificateFile, keyFile);
        }
    }

    // A folder of that name, or a link to nowhere, is not a missing file.
    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    // Held while the pair is made. The file goes with the lock, so whoever finds it gone asks again for a new one.
    private FileStream Lock()
    {
        string path = keyFile + ".lock";
        for (int i = 0; i < LockTries; i++)
        {
            try
            {
                return new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.Write,
                    Share = FileShare.None,
                    Options = FileOptions.DeleteOnClose,
                });
            }
            catch (IOException failure) when ((failure.HResult & 0xFFFF) is 11 or 35 or 0x20)
            {
                // It is locked: EWOULDBLOCK of Linux and of BSD, ERROR_SHARING_VIOLATION.
                // Another server is starting; it needs a few milliseconds.
                Thread.Sleep(s_betweenTries);
            }
            catch (Exception failure) when (FileReason.IsOne(failure))
            {
                throw StagedFile.CannotWrite(keyFile, failure);
            }
        }

        throw new AdmissionException(
            $"The certificate {certificateFile} cannot be made: another server holds {path} since "
            + $"{(LockTries * s_betweenTries).TotalSeconds:0} s.");
    }

    // Both are on the disk before either takes its place, and where one cannot, neither stays: half a pair stops every later start.
    private void Write(string key, string certificate)
    {
        using var keyBeside = new StagedFile(keyFile, key, OwnerOnly);
        using var certificateBeside = new StagedFile(certificateFile, certificate, Everyone);
        keyBeside.Place();
        try
        {
            certificateBeside.Place();
        }
        catch (AdmissionException)
        {
            keyBeside.TakeBack();
            throw;
        }
    }
}
