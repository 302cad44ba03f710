using System.CommandLine;
using System.Globalization;
using Mcu.Client.Audio;
using Mcu.Client.Configuration;

namespace Mcu.Client.Hosting;

// What we say and where it goes that we hear: sound cards for people, nothing for programs, and whatever is named otherwise.
internal sealed partial class CommandLine
{
    private SoundInput ReadInput(ParseResult result, ClientConfiguration configuration)
    {
        bool isCardGiven = _settings.IsGiven(result, InputDevice);
        OnlyOne(
            (_input.Name, result.GetResult(_input) is not null),
            (_testTone.Name, result.GetResult(_testTone) is not null),
            ($"--{InputDevice.Replace('_', '-')}", isCardGiven),
            (_noMic.Name, result.GetValue(_noMic)));
        bool isLoop = result.GetValue(_loop);
        if (isLoop && result.GetValue(_input) is null)
        {
            throw new FormatException("--loop stands alone; it is allowed with --input.");
        }

        return ReadFileName(result, _input) is { } path ? new SoundInput.Wav(path, isLoop)
            : result.GetResult(_testTone) is not null ? new SoundInput.Tone(ReadTone(result.GetValue(_testTone)))
            : result.GetValue(_noMic) || (result.GetValue(_headless) && !isCardGiven) ? new SoundInput.Nothing()
            : new SoundInput.Card(configuration.InputDevice);
    }

    private SoundOutput ReadOutput(ParseResult result, ClientConfiguration configuration, SoundInput input)
    {
        bool isCardGiven = _settings.IsGiven(result, OutputDevice);
        OnlyOne(
            (_output.Name, result.GetResult(_output) is not null), ($"--{OutputDevice.Replace('_', '-')}", isCardGiven));
        if (ReadFileName(result, _output) is not { } path)
        {
            return result.GetValue(_headless) && !isCardGiven
                ? new SoundOutput.Nothing()
                : new SoundOutput.Card(configuration.OutputDevice);
        }

        return input is SoundInput.Wav said && Path.GetFullPath(said.Path) == Path.GetFullPath(path)
            ? throw new FormatException($"--input and --output are both {said.Path}; the output would overwrite the input.")
            : new SoundOutput.Wav(path);
    }

    private static void OnlyOne(params ReadOnlySpan<(string Flag, bool IsGiven)> flags)
    {
        string? first = null;
        foreach ((string flag, bool isGiven) in flags)
        {
            if (isGiven && first is not null)
            {
                throw new FormatException($"{first} and {flag} stand together; only one of them is allowed.");
            }

            first = isGiven ? flag : first;
        }
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
}
