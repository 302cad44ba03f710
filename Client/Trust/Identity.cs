using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Files;
using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Who the person is to servers, kept in a file; made at the first start. Owner: whoever opened it, for as long as it is shown.
internal sealed class Identity : IDisposable
{
    // Arbitrary: many times what a key and a certificate take.
    private const int MaxFileBytes = 64 * 1024;

    private Identity(X509Certificate2 certificate, string? warning)
    {
        Certificate = certificate;
        Fingerprint = CertificateFingerprint.Of(certificate.RawData);
        Warning = warning;
    }

    // With its private key.
    public X509Certificate2 Certificate { get; }

    public CertificateFingerprint Fingerprint { get; }

    // Null, or a sentence for the person.
    public string? Warning { get; }

    // Reads the file, or makes it where there is none; of several clients that do so at once, one makes it. Throws TrustException.
    public static async Task<Identity> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            byte[] bytes = await PrivateFile.ReadAsync(path, MaxFileBytes, cancellationToken).ConfigureAwait(false)
                ?? await MakeAsync(path, cancellationToken).ConfigureAwait(false);
            try
            {
                return new Identity(IdentityPem.Read(bytes), WarningOf(path));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(bytes);
            }
        }
        catch (InvalidDataException e)
        {
            throw new TrustException(
                $"The identity file {path} cannot be used: {e.Message}. Put a good copy in its place; "
                + "without it a new identity is made, by which no server knows you.",
                e);
        }
        catch (Exception e) when (FileReason.IsOne(e))
        {
            throw new TrustException(
                $"The identity file {path} cannot be read or made: {FileReason.Of(e, path)}. "
                + "--identity names another file, --anonymous goes without.",
                e);
        }
    }

    public void Dispose() => Certificate.Dispose();

    private static async Task<byte[]> MakeAsync(string path, CancellationToken cancellationToken)
    {
        PrivateFile.CreateFolderFor(path);
        FileStream gate = await PrivateFile.LockToMakeAsync(path, cancellationToken).ConfigureAwait(false);
        await using (gate.ConfigureAwait(false))
        {
            // Whoever held the lock before us has made it.
            byte[]? made = await PrivateFile.ReadAsync(path, MaxFileBytes, cancellationToken).ConfigureAwait(false);
            if (made is null)
            {
                made = IdentityPem.Make();
                PrivateFile.Make(path, made);
            }

            return made;
        }
    }

    private static string? WarningOf(string path) =>
        !OperatingSystem.IsWindows() && PrivateFile.ModeIfOpen(File.GetUnixFileMode(path)) is { } mode
        ? $"The identity file {path} is open to others (mode {mode}), who could be you: chmod 600 closes it."
        : null;
}
