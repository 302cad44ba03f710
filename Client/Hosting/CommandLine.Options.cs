using System.CommandLine;
using Mcu.Client.Configuration;
using Mcu.Common.Configuration;

namespace Mcu.Client.Hosting;

// The flags as --help shows them. What each of them takes is checked in the other part.
internal sealed partial class CommandLine
{
    // The settings that choose a sound card.
    private const string InputDevice = "input_device";
    private const string OutputDevice = "output_device";

    // Those that may stand in a file as well.
    private readonly SettingFlags<ClientConfiguration> _settings = new(ClientSettings.All);

    private readonly Argument<string?> _server = new("HOST:PORT")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The server: a name or an address ([..] around IPv6), and its UDP port (4433 where left out). "
            + "Or an invite, mcu://..., in place of server and room.",
    };

    private readonly Argument<string?> _room = new("ROOM")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The room to join; it is made where it does not exist.",
    };

    private readonly Argument<string?> _name = new("NAME")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "What the others call you. [default: --name]",
    };

    private readonly Option<string?> _certHash = new("--cert-hash")
    {
        HelpName = "HEX",
        Description = "The SHA-256 of the server's certificate, as the server prints it after \"fingerprint\".",
    };

    private readonly Option<bool> _skipVerify = new("--danger-skip-verify")
    {
        Description = "Accept any certificate. Anyone in between can then listen and speak.",
    };

    private readonly Option<bool> _acceptNew = new("--accept-new")
    {
        Description = "Trust a server of which nothing is known yet, and remember it.",
    };

    private readonly Option<bool> _anonymous = new("--anonymous")
    {
        Description = "Show no identity, and make none.",
    };

    private readonly Option<bool> _headless = new("--headless")
    {
        Description = "For programs: every event and every answer is a line of JSON, commands are read from standard input.",
    };

    private readonly Option<bool> _plain = new("--plain")
    {
        Description = "For people, without a screen: what happens is told in lines, commands are read from standard input.",
    };

    private readonly Option<string?> _input = new("--input")
    {
        HelpName = "WAV",
        Description = "What to say instead of what the microphone hears: a WAV file of 8 to 192 kHz, mono or stereo, "
            + "16-bit, 24-bit or float.",
    };

    private readonly Option<string?> _testTone = new("--test-tone")
    {
        HelpName = "HZ",
        Arity = ArgumentArity.ZeroOrOne,
        Description = "Say a tone, of 440 Hz where no number follows.",
    };

    private readonly Option<bool> _noMic = new("--no-mic")
    {
        Description = "Say nothing: listen only.",
    };

    private readonly Option<bool> _loop = new("--loop")
    {
        Description = "Begin the input file anew when it ends.",
    };

    private readonly Option<string?> _output = new("--output")
    {
        HelpName = "WAV",
        Description = "Where to keep what is heard instead of playing it, from the moment of joining: 48 kHz mono 16-bit.",
    };

    private readonly Option<bool> _listDevices = new("--list-devices")
    {
        Description = "Print the sound cards, and end.",
    };

    private readonly Option<string?> _duration = new("--duration")
    {
        HelpName = "TIME",
        Description = "When to leave: 10s, 500ms, 2m, or seconds. Otherwise at /leave or Ctrl+C.",
    };
}
