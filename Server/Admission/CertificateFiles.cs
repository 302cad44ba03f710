using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Admission;

// A certificate and its key as two PEM files, loaded, or made where both are missing. Servers that start at once agree on one pair:
// a file is made under another name and takes its place whole, never over one that is there, and one server at a time does so.
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
            Write(keyFile, key.ExportPkcs8PrivateKeyPem(), OwnerOnly);
            Write(certificateFile, certificate.ExportCertificatePem(), Everyone);
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
                throw CannotWrite(keyFile, failure);
            }
        }

        throw new AdmissionException(
            $"The certificate {certificateFile} cannot be made: another server holds {path} since "
            + $"{(LockTries * s_betweenTries).TotalSeconds:0} s.");
    }

    private static void Write(string path, string pem, UnixFileMode mode)
    {
        string beside = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = mode;
            }

            using (var stream = new FileStream(beside, options))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes(pem + "\n"));
                // A pair that a power cut halves would stop the next start.
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: false);
        }
        catch (Exception failure) when (FileReason.IsOne(failure))
        {
            throw CannotWrite(path, failure);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static AdmissionException CannotWrite(string path, Exception failure)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        string reason = Directory.Exists(folder) ? FileReason.Of(failure, path) : $"there is no folder {folder}";
        return new AdmissionException($"{path} cannot be written: {reason}.", failure);
    }
}
