using System.CommandLine;
using Mcu.Client.Commands;
using Mcu.Client.Configuration;
using Mcu.Common;

namespace Mcu.Client.Hosting;

// The flags: what they are called, what they take, and the sentence for what they do not take.
internal sealed partial class CommandLine
{
    private readonly RootCommand _root;
    private readonly System.CommandLine.Command _control;

    public CommandLine(ClientActions actions, TextWriter errors)
    {
        _root = new RootCommand("Joins a room of an mcu server, speaks and listens.")
        {
            _server, _room, _name, _certHash, _skipVerify, _acceptNew, _anonymous,
            _headless, _plain, _input, _testTone, _noMic, _loop, _output, _listDevices, _duration,
        };
        foreach (Option setting in _settings.All)
        {
            _root.Options.Add(setting);
        }

        _control = MakeControl(actions, errors);
        VersionAction.Set(_root, actions.Versions);
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

                return result.GetValue(_listDevices)
                    ? actions.ListDevices(result.InvocationConfiguration.Output, errors)
                    : await actions.Run(Read(result, configuration), cancellationToken).ConfigureAwait(false);
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
        // A room or a person may be called so, too: only the first word is a command.
        if (arguments is ["ctl" or "--help" or "-h" or "-?", ..])
        {
            _root.Subcommands.Add(_control);

            // The help of a command must not ask for what it does not take.
            _server.Hidden = _room.Hidden = _name.Hidden = arguments[0] == "ctl";
        }

        ParseResult result = PlainArguments.Parse(_root, arguments);
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
        string[] known = [.. _root.Options.Where(option => !option.Hidden).Select(option => option.Name)];
        IEnumerable<string> places = new[] { _server, _room, _name }
            .SelectMany(argument => result.GetResult(argument)?.Tokens.Select(token => token.Value) ?? []);
        foreach (string word in places.Concat(result.UnmatchedTokens).Where(word => word is ['-', _, ..] && flags.Contains(word)))
        {
            string flag = word.Split('=')[0];
            string meant = NearestWord.Of(flag, known) is { } near ? $"Is {near} meant? " : "";
            yield return $"{Quoted.Of(word)} is no flag. {meant}A ROOM or NAME that begins with - stands after --.";
        }
    }

    private ClientOptions Read(ParseResult result, ClientConfiguration configuration)
    {
        Destination destination = ReadDestination(result, configuration);
        OnlyOne((_headless.Name, result.GetValue(_headless)), (_plain.Name, result.GetValue(_plain)));
        SoundInput input = ReadInput(result, configuration);
        bool isVoice = input is SoundInput.Card;
        return new ClientOptions
        {
            Server = destination.Server,
            Room = destination.Room,
            Name = destination.Name,
            Trust = ReadTrust(result, configuration, destination.Pin),
            IsHeadless = result.GetValue(_headless),
            IsPlain = result.GetValue(_plain),
            Input = input,
            Output = ReadOutput(result, configuration, input),
            RingBufferFrames = configuration.RingBufferFrames,
            TransmitMode = configuration.TransmitMode,
            EchoCancellation = isVoice && configuration.EchoCancellation,
            NoiseSuppression = isVoice && configuration.NoiseSuppression,
            AutomaticGain = isVoice && configuration.AutomaticGain,
            Duration = result.GetValue(_duration) is not { } duration ? null
                : DurationText.TryParse(duration, out TimeSpan time) ? time
                : throw Bad("--duration", duration, DurationText.Allowed),
            Transport = configuration.Transport,
            Bitrate = configuration.Bitrate,
            MaxEvents = configuration.MaxEvents,
            LogFile = configuration.LogFile,
        };
    }

    private static FormatException Bad(string flag, string text, string allowed) =>
        new($"{flag} is {Quoted.Of(text)}; allowed is {allowed}.");
}
