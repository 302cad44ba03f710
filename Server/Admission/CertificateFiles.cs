using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mcu.Common.Files;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Admission;

// A certificate and its key as two PEM files, loaded, or made where both are missing. Servers that start at once agree on one pair:
// one server at a time makes them, and never over a file that is there.
internal sealed class CertificateFiles(string certificateFile, string keyFile)
{
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

    private FileStream Lock()
    {
        try
        {
            return PrivateFile.LockToMake(keyFile);
        }
        catch (Exception failure) when (FileReason.IsOne(failure))
        {
            throw CannotWrite(keyFile, failure);
        }
    }

    // Both are on the disk before either takes its place, and where one cannot, neither stays: half a pair stops every later
    // start.
    private void Write(string key, string certificate)
    {
        using StagedFile keyBeside = Stage(keyFile, key, isPublic: false);
        using StagedFile certificateBeside = Stage(certificateFile, certificate, isPublic: true);
        Place(keyBeside);
        try
        {
            Place(certificateBeside);
        }
        catch (AdmissionException)
        {
            keyBeside.TakeBack();
            throw;
        }
    }

    private static StagedFile Stage(string path, string pem, bool isPublic)
    {
        try
        {
            return new StagedFile(path, Encoding.ASCII.GetBytes(pem + "\n"), isPublic);
        }
        catch (Exception failure) when (FileReason.IsOne(failure))
        {
            throw CannotWrite(path, failure);
        }
    }

    private static void Place(StagedFile file)
    {
        try
        {
            file.Place();
        }
        catch (Exception failure) when (FileReason.IsOne(failure))
        {
            throw CannotWrite(file.FilePath, failure);
        }
    }

    private static AdmissionException CannotWrite(string path, Exception failure)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        string reason = Directory.Exists(folder) ? FileReason.Of(failure, path) : $"there is no folder {folder}";
        return new AdmissionException($"{path} cannot be written: {reason}.", failure);
    }
}
