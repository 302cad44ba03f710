using System.CommandLine;
using Mcu.Benchmarks.Commands;
using Mcu.Common.Addressing;
using Mcu.Common.Configuration;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;

namespace Mcu.Benchmarks.Load;

// The flags, and what they are together.
internal sealed partial class LoadCommand
{
    private static readonly LoadOptions s_defaults = new();

    private readonly Option<int?> _rooms = Number("--rooms", 1, LoadLimits.MaxRooms, "Rooms in which people talk. [default: 1]");
    private readonly Option<int?> _participants = Number(
        "--participants", 0, LoadLimits.MaxRoomSize, "People in each room. [default: 64, and none beside --idle or --empty-rooms]");
    private readonly Option<int?> _talkers = Number(
        "--talkers", 0, LoadLimits.MaxRoomSize, "Those of each room who talk, all the time. [default: 2, or as many as there are]");
    private readonly Option<int?> _calls = Number(
        "--calls", 1, LoadLimits.MaxCalls, "Rooms of two who talk by turns, instead of --rooms, --participants and --talkers.");
    private readonly Option<int?> _idle = Number("--idle", 1, LoadLimits.MaxParticipants, "People besides, in rooms of their own, who are silent.");
    private readonly Option<int?> _emptyRooms = Number(
        "--empty-rooms", 1, LoadLimits.MaxEmptyRooms, "Rooms besides that everybody has left.");
    private readonly Option<int?> _seconds = Number(
        "--seconds", 1, LoadLimits.MaxSeconds, "How long to measure, after a quarter of that (5 s at most) to warm up. [default: 20]");

    private readonly Option<bool> _ramp = new("--ramp")
    {
        Description = "Add people to each room (or calls), from the number given on, until one tick of a hundred is 5 ms late.",
    };

    private readonly Option<TransportPreference?> _transport = SettingOption.Of(
        "--transport", "NAME", new ChoiceForm<TransportPreference>(TransportBackends.Words),
        "What carries QUIC at the server that is started; the clients have ngtcp2. [default: auto]");

    private readonly Option<string?> _server = new("--server")
    {
        HelpName = "HOST:PORT",
        Description = "A server that runs already, instead of one that is started. Its own figures are not known then.",
    };

    private readonly Option<string?> _certHash = new("--cert-hash")
    {
        HelpName = "HEX",
        Description = "That server's fingerprint, as it prints it after \"fingerprint\".",
    };

    private readonly Argument<string[]> _flags = new("SERVER-FLAGS")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "After --: further flags for the server that is started, such as --mix-threads 1.",
    };

    private async Task<int> ActAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        LoadOptions options;
        try
        {
            options = Read(parsed);
        }
        catch (FormatException e)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return CommandRun.Failed;
        }

        return await _run(options, cancellationToken);
    }

    // Throws FormatException with a sentence where flags contradict each other.
    private LoadOptions Read(ParseResult parsed)
    {
        string[] flags = [.. TransportFlags(parsed), .. ServerFlagsArgument.Read(parsed, _flags, Name)];
        int idle = parsed.GetValue(_idle) ?? 0;
        int emptyRooms = parsed.GetValue(_emptyRooms) ?? 0;
        int? calls = parsed.GetValue(_calls);
        if (calls is not null && (Given(parsed, _rooms) ?? Given(parsed, _participants) ?? Given(parsed, _talkers)) is { } other)
        {
            throw new FormatException($"{_calls.Name} and {other} cannot stand together: a call is a room of two.");
        }

        bool hasRooms = Given(parsed, _rooms) is not null || (calls is null && idle == 0 && emptyRooms == 0);
        int participants = parsed.GetValue(_participants) ?? (hasRooms ? s_defaults.Participants : 0);
        int talkers = parsed.GetValue(_talkers) ?? Math.Min(s_defaults.Talkers, participants);
        if (talkers > participants)
        {
            throw new FormatException(
                $"{_talkers.Name} is {talkers}; a room of {participants} ({_participants.Name}) has no more than {participants}.");
        }

        var options = new LoadOptions
        {
            Rooms = parsed.GetValue(_rooms) ?? s_defaults.Rooms,
            Participants = participants,
            Talkers = talkers,
            Calls = calls ?? 0,
            Idle = idle,
            EmptyRooms = emptyRooms,
            Seconds = parsed.GetValue(_seconds) ?? s_defaults.Seconds,
            IsRamp = parsed.GetValue(_ramp),
            Server = ReadServer(parsed),
            ServerFlags = flags,
        };
        CheckTogether(options);
        return options;
    }

    private void CheckTogether(LoadOptions options)
    {
        long people = ((long)options.Rooms * options.Participants) + (2L * options.Calls) + options.Idle;
        if (people > LoadLimits.MaxParticipants)
        {
            throw new FormatException($"That is {people} people; {LoadLimits.MaxParticipants} are allowed.");
        }

        if (people == 0 && options.EmptyRooms == 0)
        {
            throw new FormatException("That is nobody in no room, which is no load.");
        }

        if (options.IsRamp && options.Talkers == 0 && options.Calls == 0)
        {
            throw new FormatException($"{_ramp.Name} needs somebody who talks: a server where nobody does is never late.");
        }

        if (options.IsRamp && options.Server is not null)
        {
            throw new FormatException(
                $"{_ramp.Name} and {_server.Name} cannot stand together: how late it is only a server that is started here tells.");
        }

        if (options.ServerFlags.Count > 0 && options.Server is not null)
        {
            throw new FormatException($"Flags for the server ({string.Join(' ', options.ServerFlags)}) and {_server.Name} cannot "
                + "stand together: that server runs already.");
        }
    }

    private (ServerAddress Address, CertificateFingerprint Fingerprint)? ReadServer(ParseResult parsed)
    {
        string? server = parsed.GetValue(_server);
        string? hash = parsed.GetValue(_certHash);
        if (server is null && hash is null)
        {
            return null;
        }

        if (server is null || hash is null)
        {
            throw new FormatException($"{_server.Name} and {_certHash.Name} stand together or not at all.");
        }

        return CertificateFingerprint.TryParse(hash, out CertificateFingerprint? fingerprint)
            ? (ServerAddress.Parse(server), fingerprint)
            : throw new FormatException($"{_certHash.Name} is \"{hash}\"; allowed are the 64 hex digits that the server prints.");
    }

    // As it was written: the server has the same words.
    private string[] TransportFlags(ParseResult parsed) =>
        parsed.GetResult(_transport) is { } given ? [_transport.Name, given.Tokens[^1].Value] : [];

    private static string? Given(ParseResult parsed, Option option) => parsed.GetResult(option) is null ? null : option.Name;

    private static Option<int?> Number(string name, int least, int most, string description) =>
        SettingOption.Of(name, "N", new WholeNumberForm(least, most), description);
}
