using System.Security.Cryptography;
using System.Text;
using Mcu.Common.Files;

namespace Mcu.Server.Admission;

// A file of PEM blocks (RFC 7468), read as far as it is sane.
internal static class PemFile
{
    // Arbitrary: ten large certificates with all that people write between them.
    private const int MaxBytes = 256 * 1024;

    // `what` is the word for it in sentences; `mode` who may read it, where the system knows such a thing.
    public static string Read(string path, string what, out UnixFileMode? mode)
    {
        byte[] bytes = new byte[MaxBytes + 1];
        int length;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(stream.SafeFileHandle);
            length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception failure) when (FileReason.IsOne(failure))
        {
            throw new AdmissionException($"The {what} {path} cannot be read: {FileReason.Of(failure, path)}.", failure);
        }

        if (length > MaxBytes)
        {
            throw new AdmissionException($"{path} cannot be used: it has more than {MaxBytes} bytes, which no {what} has.");
        }

        return length > 0
            ? Encoding.Latin1.GetString(bytes, 0, length)
            : throw new AdmissionException($"{path} cannot be used: it is empty, where a {what} in PEM is needed.");
    }

    // The contents of all blocks of one kind, in their order.
    public static IEnumerable<byte[]> Blocks(string text, string label)
    {
        for (int at = 0; PemEncoding.TryFind(text.AsSpan(at), out PemFields found);)
        {
            if (text.AsSpan(at)[found.Label].SequenceEqual(label))
            {
                byte[] content = new byte[found.DecodedDataLength];
                Convert.TryFromBase64Chars(text.AsSpan(at)[found.Base64Data], content, out _);
                yield return content;
            }

            at += found.Location.End.Value;
        }
    }

    // What a key file holds in place of one private key that we can take, or null.
    public static string? KeyProblem(string text)
    {
        const string Needed = "an ECDSA or RSA key in PEM, without a passphrase, is needed (-----BEGIN PRIVATE KEY-----)";
        return text switch
        {
            // PKCS #8 (RFC 5958 §3), and the older form with headers (RFC 1421 §4.6).
            _ when Has("BEGIN ENCRYPTED PRIVATE KEY") || Has("Proc-Type: 4,ENCRYPTED") => $"the key is encrypted; {Needed}",
            _ when Has("BEGIN OPENSSH PRIVATE KEY") => $"it is a key of OpenSSH; {Needed}",
            _ when Has("BEGIN DSA PRIVATE KEY") => $"it is a DSA key; {Needed}",
            _ when !Has("PRIVATE KEY-----") => $"{Describe(text)}; {Needed}",
            _ => null,
        };

        bool Has(string marker) => text.Contains(marker, StringComparison.Ordinal);
    }

    // What stands there, for a sentence.
    public static string Describe(string text) => PemEncoding.TryFind(text, out PemFields found)
        ? $"it holds a {text[found.Label]}"
        : "it holds no PEM";
}
