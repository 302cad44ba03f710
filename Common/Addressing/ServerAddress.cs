using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mcu.Common.Addressing;

/// <summary>
/// Where a server is to be joined, as a person writes it: <c>voice.example.org:4433</c>, <c>192.0.2.1</c>,
/// <c>[2001:db8::1]:4433</c>. Two ways to write one address read as equal: names are lower case, numbers in their shortest form.
/// </summary>
public sealed record ServerAddress
{
    /// <summary>The port that is meant where none is written.</summary>
    public const int DefaultPort = 4433;

    /// <summary>What may be written, to stand after "allowed is".</summary>
    public const string Allowed =
        "HOST or HOST:PORT (4433 where left out), such as voice.example.org, 192.0.2.1:4433 or [2001:db8::1]:4433";

    // The longest name that DNS has (RFC 1035 §3.1); an address is shorter.
    private const int MaxHost = 253;

    private ServerAddress(string host, int port) => (Host, Port) = (host, port);

    /// <summary>The name or the number, without brackets.</summary>
    public string Host { get; }

    /// <summary>The UDP port, 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>The name to send as SNI (RFC 6066 §3 allows no numbers there), or null.</summary>
    public string? ServerName => IPAddress.TryParse(Host, out _) ? null : Host;

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none; the message is a sentence that says what stood there and what is allowed.</exception>
    public static ServerAddress Parse(string text) =>
        TryParse(text, out ServerAddress? address, out string? problem) ? address : throw new FormatException(problem);

    /// <summary>Reads one, without the sentence.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ServerAddress? address) => TryParse(text, out address, out _);

    /// <summary>Reads one.</summary>
    /// <param name="problem">The sentence that says why it is none.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out ServerAddress? address, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = Read(text);
        problem = address switch
        {
            null => $"HOST:PORT is {Quoted.Of(text)}; allowed is {Allowed}.",
            { IsAny: true } => $"HOST:PORT is {Quoted.Of(text)}, by which a server listens on every address of its machine; "
                + "to join it, one address or the name of that machine is needed.",
            _ => null,
        };
        address = problem is null ? address : null;
        return problem is null;
    }

    /// <summary>An address to be joined at, of a server that is bound here: the one it listens on.</summary>
    /// <exception cref="ArgumentException">It listens on every address of its machine, or on port 0.</exception>
    public static ServerAddress Of(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        var address = new ServerAddress(Shortest(endPoint.Address), endPoint.Port);
        return address.Port > 0 && !address.IsAny
            ? address
            : throw new ArgumentException($"{endPoint} is not an address to join.", nameof(endPoint));
    }

    /// <summary>
    /// Every address of the host, in the order the system prefers. The name localhost is always this machine, whatever the system
    /// or a name server makes of it (RFC 6761 §6.3).
    /// </summary>
    /// <exception cref="SocketException">The name is not known.</exception>
    public async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(Host, out IPAddress? number) ? [number]
            : Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            // The system's resolver cannot be stopped; who gives up does not wait for it.
            : await Dns.GetHostAddressesAsync(Host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. addresses.Select(address => new IPEndPoint(address, Port))];
    }

    /// <summary>Host and port, with brackets where they are needed; reads as the same address again.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private bool IsAny => IPAddress.TryParse(Host, out IPAddress? number)
        && (number.Equals(IPAddress.Any) || number.Equals(IPAddress.IPv6Any));

    private static ServerAddress? Read(string text)
    {
        if (text.Length > MaxHost + "[]:65535".Length)
        {
            return null;
        }

        // A colon within brackets, or one of several without, is the host's.
        int colon = text.EndsWith(']') ? -1 : text.LastIndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        ushort port = DefaultPort;
        return colon < 0 || ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            ? ReadHost(host) is { } name && port != 0 ? new ServerAddress(name, port) : null
            : null;
    }

    private static string? ReadHost(string text)
    {
        if (text.StartsWith('[') && text.EndsWith(']'))
        {
            return IPAddress.TryParse(text.AsSpan(1, text.Length - 2), out IPAddress? v6)
                && v6.AddressFamily == AddressFamily.InterNetworkV6 && !text.Contains('%', StringComparison.Ordinal)
                ? Shortest(v6)
                : null;
        }

        if (IPAddress.TryParse(text, out IPAddress? v4))
        {
            // "1" and "0x7f.1" are numbers to the system as well; nobody who writes them means an address.
            return v4.AddressFamily == AddressFamily.InterNetwork && v4.ToString() == text ? text : null;
        }

        // Other names than these need Punycode (RFC 5891) first. A last label of digits is a number that went wrong.
        string name = text.EndsWith('.') ? text[..^1] : text;
        return name.Length is > 0 and <= MaxHost
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
            && Uri.CheckHostName(name) == UriHostNameType.Dns
            && !name[(name.LastIndexOf('.') + 1)..].All(char.IsAsciiDigit)
            ? name.ToLowerInvariant()
            : null;
    }

    // Without the zone of a link-local one (RFC 4007 §11), which means something on one machine only.
    private static string Shortest(IPAddress address) =>
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes())).ToString();
}
