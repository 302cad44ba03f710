using System.Text;
using Mcu.Common.Addressing;
using Mcu.Common.Files;
using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// The file of servers that were trusted at first contact. Lines are only ever added to its end, under a lock, so that nothing
// that somebody wrote into it is lost, and two clients at once lose nothing either. Throws TrustException.
internal sealed class KnownServers(string path)
{
    // Arbitrary: more than ten thousand servers.
    private const int MaxFileBytes = 1024 * 1024;

    private const string Head =
        "# Servers that were trusted, as \"host:port fingerprint\": the SHA-256 of each one's certificate.\n"
        + "# To trust a server anew, remove its line.\n";

    public string FilePath => path;

    // The server's lines; none where nothing is known of it. A line of it that cannot be read is a failure, never a first contact.
    public async Task<IReadOnlyList<KnownServerLine>> FindAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        try
        {
            byte[]? bytes = await PrivateFile.ReadAsync(path, MaxFileBytes, cancellationToken).ConfigureAwait(false);
            return bytes is null ? [] : Of(server, bytes);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            throw new TrustException($"The known servers in {path} cannot be read: {ReasonOf(e)}.", e);
        }
    }

    // Adds a line. It being there already is as good; another fingerprint being there is a failure.
    public async Task RememberAsync(ServerAddress server, CertificateFingerprint fingerprint, CancellationToken cancellationToken)
    {
        try
        {
            PrivateFile.CreateFolderFor(path);
            FileStream file = await PrivateFile.LockAsync(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, cancellationToken)
                .ConfigureAwait(false);
            await using (file.ConfigureAwait(false))
            {
                byte[] bytes = PrivateFile.Read(file, MaxFileBytes);
                KnownServerLine[] lines = Of(server, bytes);
                if (lines.Any(line => fingerprint.Equals(line.Fingerprint)))
                {
                    return;
                }

                if (lines.Length > 0)
                {
                    throw new TrustException(
                        $"The server {server} was remembered with another fingerprint meanwhile, in line {lines[0].Number} of {path}.");
                }

                string before = bytes.Length == 0 ? Head : bytes[^1] == '\n' ? "" : "\n";
                byte[] added = Encoding.UTF8.GetBytes($"{before}{KnownServerLine.Write(server, fingerprint)}\n");
                if (bytes.Length + added.Length > MaxFileBytes)
                {
                    throw new InvalidDataException($"it would have more than {MaxFileBytes} bytes");
                }

                file.Seek(0, SeekOrigin.End);
                await file.WriteAsync(added, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }
        }
        catch (Exception e) when (IsOfFile(e))
        {
            throw new TrustException($"The server {server} could not be remembered in {path}: {ReasonOf(e)}.", e);
        }
    }

    private KnownServerLine[] Of(ServerAddress server, byte[] bytes)
    {
        KnownServerLine[] lines =
            [.. KnownServerLine.ReadAll(Encoding.UTF8.GetString(bytes)).Where(line => server.Equals(line.Server))];
        KnownServerLine? garbled = Array.Find(lines, line => line.Fingerprint is null);
        return garbled is null
            ? lines
            : throw new TrustException(
                $"The server {server} is in line {garbled.Number} of {path}, but what follows there is no fingerprint of 64 hex "
                + "digits. Put it right, or remove the line to trust the server anew.");
    }

    private static bool IsOfFile(Exception e) => e is InvalidDataException || FileReason.IsOne(e);

    private string ReasonOf(Exception e) => e is InvalidDataException ? e.Message : FileReason.Of(e, path);
}
