using System.Diagnostics.CodeAnalysis;
using Mcu.Common.Transport;

namespace Mcu.Common.Addressing;

/// <summary>
/// Everything one needs to join, in one word: <c>mcu://host[:port]/room[#fingerprint]</c>. The room is percent-encoded UTF-8
/// (RFC 3986 §2.1); without a fingerprint the server is known by what else the client knows of it. Pure.
/// </summary>
public sealed record Invite
{
    /// <summary>How an invite begins.</summary>
    public const string Scheme = "mcu://";

    /// <summary>What may be written, to stand after "allowed is".</summary>
    public const string Allowed = "mcu://HOST[:PORT]/ROOM[#FINGERPRINT], such as mcu://voice.example.org/lobby";

    /// <summary>Characters of the longest invite: every byte of the longest room encoded, a host, and a fingerprint.</summary>
    public const int MaxLength = 2_048;

    /// <summary>Makes one.</summary>
    /// <param name="room">Not empty, at most 512 bytes of UTF-8, without control characters.</param>
    /// <param name="fingerprint">The SHA-256 of the server's certificate, or null to leave it out.</param>
    /// <exception cref="ArgumentException">The room is not such a name.</exception>
    public Invite(ServerAddress server, string room, CertificateFingerprint? fingerprint)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(room);
        if (InviteRoom.Problem(room) is { } problem)
        {
            throw new ArgumentException($"The room {problem}.", nameof(room));
        }

        Server = server;
        Room = room;
        Fingerprint = fingerprint;
    }

    /// <summary>Where the server is.</summary>
    public ServerAddress Server { get; }

    /// <summary>The room's name, decoded.</summary>
    public string Room { get; }

    /// <summary>What the server's certificate must be, or null where the invite does not say.</summary>
    public CertificateFingerprint? Fingerprint { get; }

    /// <summary>Whether this is meant to be an invite, right or wrong, and not an address.</summary>
    public static bool IsMeant(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith("mcu:", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none; the message is a sentence that says what stood there and what is allowed.</exception>
    public static Invite Parse(string text) =>
        TryParse(text, out Invite? invite, out string? problem) ? invite : throw new FormatException(problem);

    /// <summary>Reads one.</summary>
    /// <param name="problem">The sentence that says why it is none.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Invite? invite, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        invite = null;
        if (text.Length > MaxLength)
        {
            problem = $"The invite has {text.Length} characters; allowed are {MaxLength}.";
            return false;
        }

        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            problem = $"The invite is {Quoted.Of(text)}; allowed is {Allowed}.";
            return false;
        }

        int hash = text.IndexOf('#', StringComparison.Ordinal);
        int slash = text.IndexOf('/', Scheme.Length);
        if (slash < 0 || (hash >= 0 && hash < slash))
        {
            problem = $"The invite {Quoted.Of(text)} names no room; allowed is {Allowed}.";
            return false;
        }

        if (!ServerAddress.TryParse(text[Scheme.Length..slash], out ServerAddress? server, out string? wrongServer))
        {
            problem = $"In the invite, {wrongServer}";
            return false;
        }

        string encoded = hash < 0 ? text[(slash + 1)..] : text[(slash + 1)..hash];
        if (!InviteRoom.TryDecode(encoded, out string? room, out string? wrongRoom))
        {
            problem = $"In the invite, the room {Quoted.Of(encoded)} {wrongRoom}.";
            return false;
        }

        CertificateFingerprint? fingerprint = null;
        if (hash >= 0 && !TryReadFingerprint(text[(hash + 1)..], out fingerprint))
        {
            problem = $"In the invite, the fingerprint is {Quoted.Of(text[(hash + 1)..])}; allowed are 64 hex digits, "
                + "as the server prints them, or no # at all.";
            return false;
        }

        problem = null;
        invite = new Invite(server, room, fingerprint);
        return true;
    }

    /// <summary>The invite as it is passed on, port included; reads as the same invite again.</summary>
    public override string ToString()
    {
        string where = $"{Scheme}{Server}/{Uri.EscapeDataString(Room)}";
        return Fingerprint is null ? where : $"{where}#{Fingerprint}";
    }

    // A cut-off fingerprint must not pass for none, nor one with colons for the form that is passed on.
    private static bool TryReadFingerprint(string text, [NotNullWhen(true)] out CertificateFingerprint? fingerprint)
    {
        fingerprint = null;
        return text.Length == 2 * CertificateFingerprint.Length && CertificateFingerprint.TryParse(text, out fingerprint);
    }
}
