using Mcu.Common.Addressing;
using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Pure: a line of the file of known servers that is neither empty nor a comment: "host:port fingerprint". Number counts from 1.
// Server or Fingerprint is null where that part cannot be read; what stands behind them belongs to later versions.
internal sealed record KnownServerLine(int Number, string Text, ServerAddress? Server, CertificateFingerprint? Fingerprint)
{
    public static IReadOnlyList<KnownServerLine> ReadAll(string file)
    {
        var lines = new List<KnownServerLine>();
        int number = 0;

        // A byte order mark, which some editors put in front, must not make the first server one that is not known.
        foreach (ReadOnlySpan<char> line in file.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> text = line.Trim();
            if (!text.IsEmpty && text[0] != '#')
            {
                lines.Add(Read(number, text.ToString()));
            }
        }

        return lines;
    }

    public static string Write(ServerAddress server, CertificateFingerprint fingerprint) => $"{server} {fingerprint}";

    private static KnownServerLine Read(int number, string text)
    {
        string[] parts = text.Split((char[])[' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        return new KnownServerLine(
            number,
            text,
            ServerAddress.TryParse(parts[0], out ServerAddress? server) ? server : null,
            parts.Length > 1 && CertificateFingerprint.TryParse(parts[1], out CertificateFingerprint? pin) ? pin : null);
    }
}
