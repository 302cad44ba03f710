using System.CommandLine;
using System.Text;
using Mcu.Client.Configuration;
using Mcu.Client.Trust;
using Mcu.Common;
using Mcu.Common.Addressing;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;

namespace Mcu.Client.Hosting;

// Where to, as whom, and whom to trust: "HOST:PORT ROOM [NAME]" or "mcu://… [NAME]", and the flags about certificates.
internal sealed partial class CommandLine
{
    private const string Usage = "mcu-client HOST:PORT ROOM [NAME], or mcu-client mcu://HOST:PORT/ROOM#FINGERPRINT [NAME]";

    private sealed record Destination(ServerAddress Server, string Room, string Name, CertificateFingerprint? Pin);

    private Destination ReadDestination(ParseResult result, ClientConfiguration configuration)
    {
        Destination destination = ReadWords(result, configuration);
        return destination with
        {
            Room = NotTooLong("ROOM", destination.Room, ProtocolLimits.MaxRoomBytes),
            Name = NotTooLong("NAME", destination.Name, ProtocolLimits.MaxNameBytes),
        };
    }

    private Destination ReadWords(ParseResult result, ClientConfiguration configuration)
    {
        string server = Needed(result, _server);
        if (!Invite.IsMeant(server))
        {
            string room = NotEmpty("ROOM", Needed(result, _room));
            return new Destination(ServerAddress.Parse(server), room, ReadName(result, _name, configuration), null);
        }

        var invite = Invite.Parse(server);
        return result.GetValue(_name) is null
            ? new Destination(
                invite.Server, NotEmpty("ROOM", invite.Room), ReadName(result, _room, configuration), invite.Fingerprint)
            : throw new FormatException(
                $"{Quoted.Of(result.GetValue(_name)!)} is one word too many: an invite names the room, "
                + "and only NAME is allowed after it.");
    }

    private TrustOptions ReadTrust(
        ParseResult result, ClientConfiguration configuration, CertificateFingerprint? invited)
    {
        bool skip = result.GetValue(_skipVerify);
        CertificateFingerprint? pin = invited;
        if (result.GetValue(_certHash) is { } hash)
        {
            pin = CertificateFingerprint.TryParse(hash, out CertificateFingerprint? given)
                ? given
                : throw Bad("--cert-hash", hash, "64 hex digits, as the server prints them after \"fingerprint\"");
            if (invited is not null && !invited.Equals(given))
            {
                throw new FormatException($"--cert-hash is {given}, but the invite says {invited}; only one of them is allowed.");
            }
        }

        if (skip && pin is not null)
        {
            string other = invited is null ? "--cert-hash" : "An invite with a fingerprint";
            throw new FormatException($"{other} and --danger-skip-verify stand together; only one of them is allowed.");
        }

        bool anonymous = result.GetValue(_anonymous);
        return anonymous && _settings.IsGiven(result, "identity")
            ? throw new FormatException("--identity and --anonymous stand together; only one of them is allowed.")
            : new TrustOptions
            {
                Pin = pin,
                SkipVerify = skip,
                AcceptNew = result.GetValue(_acceptNew),
                DataDirectory = configuration.DataDirectory ?? DataDirectory.Default(),
                IdentityFile = configuration.Identity,
                Anonymous = anonymous,
            };
    }

    // Argument: where NAME would stand.
    private string ReadName(ParseResult result, Argument<string?> argument, ClientConfiguration configuration) =>
        (result.GetValue(argument), configuration.Name) switch
        {
            ({ } _, { }) when _settings.IsGiven(result, "name") =>
                throw new FormatException("NAME and --name stand together; only one of them is allowed."),
            ({ } name, _) => NotEmpty("NAME", name),
            (null, { } name) => name,
            _ => LoginName(),
        };

    private static string LoginName() =>
        Environment.UserName is { } login && !string.IsNullOrWhiteSpace(login) ? login
        : throw new FormatException($"NAME is missing, and this user has no login name: {Usage}.");

    private static string Needed(ParseResult result, Argument<string?> argument) =>
        result.GetValue(argument) ?? throw new FormatException($"{argument.Name} is missing: {Usage}.");

    private static string NotEmpty(string flag, string text) =>
        text.Trim().Length > 0 ? text : throw Bad(flag, text, "a name that is not empty");

    // Servers set lower limits, and say so; beyond these the protocol cannot even ask.
    private static string NotTooLong(string flag, string text, int maxBytes)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= maxBytes
            ? text
            : throw new FormatException($"{flag} takes {bytes} bytes of UTF-8; at most {maxBytes} are allowed.");
    }
}
