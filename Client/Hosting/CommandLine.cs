using System.CommandLine;
using System.Globalization;
using Mcu.Client.Audio;
using Mcu.Client.Commands;
using Mcu.Client.Configuration;
using Mcu.Common;

namespace Mcu.Client.Hosting;

// The flags: what they are called, what they take, and the sentence for what they do not take.
internal sealed partial class CommandLine
{
    private readonly RootCommand _root;

    // Run: called with checked options; returns the exit code. Versions: what --version prints, asked only then.
    public CommandLine(Func<ClientOptions, CancellationToken, Task<int>> run, Func<string> versions, TextWriter errors)
    {
        _root = new RootCommand("Joins a room of an mcu server, speaks and listens.")
        {
            _server, _room, _name, _certHash, _skipVerify, _acceptNew, _anonymous,
            _headless, _input, _testTone, _loop, _output, _duration,
        };
        foreach (Option setting in _settings.All)
        {
            _root.Options.Add(setting);
        }

        VersionAction.Set(_root, versions);
        _root.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                ClientConfiguration configuration = _settings.Read(result);
                if (_settings.IsDump(result))
                {
                    string dump = ClientSettings.All.Dump(configuration);
                    await result.InvocationConfiguration.Output.WriteAsync(dump).ConfigureAwait(false);
                    return ExitCode.Normal;
                }

                return await run(Read(result, configuration), cancellationToken).ConfigureAwait(false);
            }
            catch (FormatException e)
            {
                await errors.WriteLineAsync(e.Message).ConfigureAwait(false);
                return ExitCode.Failed;
            }
        });
    }

    // Signals are the caller's to handle.
    public async Task<int> InvokeAsync(
        string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        ParseResult result = _root.Parse(arguments);
        string[] mistakes = [.. NoFlags(result, arguments)];
        if (mistakes.Length == 0)
        {
            mistakes = [.. result.Errors.Select(error => error.Message)];
        }

        if (mistakes.Length > 0)
        {
            foreach (string mistake in mistakes)
            {
                await errors.WriteLineAsync(mistake).ConfigureAwait(false);
            }

            await errors.WriteLineAsync("mcu-client --help lists what is allowed.").ConfigureAwait(false);
            return ExitCode.Failed;
        }

        // Failures that have a sentence are caught where they are understood; anything else is a fault, and shown as one.
        var configuration = new InvocationConfiguration
        {
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
            Output = output,
            Error = errors,
        };
        return await result.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
    }

    // A mistyped flag would otherwise be taken for ROOM or NAME: "--anonymus" would be a name, and its bearer not anonymous.
    // After -- a word may begin as it likes.
    private IEnumerable<string> NoFlags(ParseResult result, string[] arguments)
    {
        string[] flags = [.. arguments.TakeWhile(argument => argument != "--")];
        IEnumerable<string> places = new[] { _server, _room, _name }
            .SelectMany(argument => result.GetResult(argument)?.Tokens.Select(token => token.Value) ?? []);
        foreach (string word in places.Concat(result.UnmatchedTokens).Where(word => word is ['-', _, ..] && flags.Contains(word)))
        {
            string flag = word.Split('=')[0];
            string meant = NearestWord.Of(flag, _root.Options.Select(option => option.Name)) is { } near
                ? $"Is {near} meant? " : "";
            yield return $"\"{word}\" is no flag. {meant}A ROOM or NAME that begins with - stands after --.";
        }
    }

    private ClientOptions Read(ParseResult result, ClientConfiguration configuration)
    {
        Destination destination = ReadDestination(result, configuration);
        var options = new ClientOptions
        {
            Server = destination.Server,
            Room = destination.Room,
            Name = destination.Name,
            Trust = ReadTrust(result, configuration, destination.Pin),
            IsHeadless = result.GetValue(_headless),
            Input = ReadFileName(result, _input),
            TestToneHz = result.GetResult(_testTone) is null ? null : ReadTone(result.GetValue(_testTone)),
            Loop = result.GetValue(_loop),
            Output = ReadFileName(result, _output),
            Duration = result.GetValue(_duration) is not { } duration ? null
                : DurationText.TryParse(duration, out TimeSpan time) ? time
                : throw Bad("--duration", duration, DurationText.Allowed),
            Bitrate = configuration.Bitrate,
            LogFile = configuration.LogFile,
        };
        CheckTogether(options);
        return options;
    }

    private static string? ReadFileName(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is { } name && string.IsNullOrWhiteSpace(name)
            ? throw Bad(option.Name, name, "the name of a file")
            : result.GetValue(option);

    private static double ReadTone(string? text) =>
        text is null ? ToneSource.DefaultHz
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double hz)
            && hz is >= ToneSource.MinHz and <= ToneSource.MaxHz ? hz
        : throw Bad("--test-tone", text, $"a number of Hz from {ToneSource.MinHz} to {ToneSource.MaxHz}");

    private static void CheckTogether(ClientOptions options)
    {
        if (options.Input is not null && options.TestToneHz is not null)
        {
            throw new FormatException("--input and --test-tone stand together; only one of them is allowed.");
        }

        if (options.Loop && options.Input is null)
        {
            throw new FormatException("--loop stands alone; it is allowed with --input.");
        }

        if (options is { Input: { } input, Output: { } output } && Path.GetFullPath(input) == Path.GetFullPath(output))
        {
            throw new FormatException($"--input and --output are both {input}; the output would overwrite the input.");
        }
    }

    private static FormatException Bad(string flag, string text, string allowed) =>
        new($"{flag} is \"{text}\"; allowed is {allowed}.");
}
