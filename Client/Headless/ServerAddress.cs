using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mcu.Client.Headless;

// Where the server is, as a person writes it: "voice.example.org:4433", "192.0.2.1:4433", "[2001:db8::1]:4433".
// Host has no brackets; Port is 1 to 65535.
internal sealed record ServerAddress(string Host, int Port)
{
    public const string Allowed = "HOST:PORT, such as voice.example.org:4433, 192.0.2.1:4433 or [2001:db8::1]:4433";

    // The longest name that DNS has (RFC 1035 §3.1).
    private const int MaxHost = 253;

    // The name to send as SNI (RFC 6066 §3 allows no numbers there), or null.
    public string? ServerName => IPAddress.TryParse(Host, out _) ? null : Host;

    public static bool TryParse(string text, [NotNullWhen(true)] out ServerAddress? address)
    {
        address = null;
        int colon = text.LastIndexOf(':');
        if (colon <= 0
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            || port == 0)
        {
            return false;
        }

        string host = text[..colon];
        bool bracketed = host.StartsWith('[') && host.EndsWith(']');
        host = bracketed ? host[1..^1] : host;
        bool isNumber = IPAddress.TryParse(host, out IPAddress? number);
        bool isV6 = isNumber && number!.AddressFamily == AddressFamily.InterNetworkV6;
        if (bracketed != isV6 || host.Length > MaxHost || (!isNumber && Uri.CheckHostName(host) != UriHostNameType.Dns))
        {
            return false;
        }

        address = new ServerAddress(host, port);
        return true;
    }

    // Every address of the host, in the order the system prefers. Throws SocketException where the name is not known.
    public async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(Host, out IPAddress? number)
            ? [number]
            : await Dns.GetHostAddressesAsync(Host, cancellationToken).ConfigureAwait(false);
        return [.. addresses.Select(address => new IPEndPoint(address, Port))];
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
