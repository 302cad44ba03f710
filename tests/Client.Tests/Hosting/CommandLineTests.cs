using Mcu.Client.Audio.Processing;
using Mcu.Client.Configuration;
using Mcu.Client.Hosting;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

public sealed class CommandLineTests : IDisposable
{
    private const string Right = "h:1 r n --headless --cert-hash " + Hash;
    private const string Hash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private const string Other = "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private readonly CommandLineFixture _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public async Task Everything_that_can_be_asked_for_arrives()
    {
        (int code, _, ClientOptions? options) = await RunAsync(
            "voice.example.org:4433", "lobby", "Ana", "--cert-hash", Hash, "--headless", "--input", "speech.wav", "--loop",
            "--output", "heard.wav", "--duration", "10s", "--bitrate", "48000", "--log-file", "client.log");
        Assert.Equal(0, code);
        Assert.NotNull(options);
        Assert.Equal("voice.example.org:4433", options.Server.ToString());
        Assert.Equal(("lobby", "Ana"), (options.Room, options.Name));
        Assert.Equal(Hash, options.Trust.Pin!.ToString());
        Assert.Equal(new SoundInput.Wav("speech.wav", Loop: true), options.Input);
        Assert.Equal(new SoundOutput.Wav("heard.wav"), options.Output);
        Assert.Equal("client.log", options.LogFile);
        Assert.Equal((TimeSpan.FromSeconds(10), 48_000), (options.Duration, options.Bitrate));
        Assert.True(options.IsHeadless);
    }

    [Fact]
    public async Task Without_headless_it_is_for_people()
    {
        (_, _, ClientOptions? options) = await RunAsync("h:1", "r", "n", "--cert-hash", Hash);
        Assert.Equal((false, false), (options!.IsHeadless, options.IsPlain));
        (_, _, options) = await RunAsync("h:1", "r", "n", "--cert-hash", Hash, "--plain");
        Assert.Equal((false, true), (options!.IsHeadless, options.IsPlain));
    }

    [Fact]
    public async Task A_tone_without_a_number_is_440_Hz()
    {
        (_, _, ClientOptions? options) = await RunAsync("h:1", "r", "n", "--cert-hash", Hash, "--headless", "--test-tone");
        Assert.Equal(new SoundInput.Tone(440), options!.Input);
        (_, _, options) = await RunAsync("h:1", "r", "n", "--cert-hash", Hash, "--headless", "--test-tone", "1000.5");
        Assert.Equal(new SoundInput.Tone(1000.5), options!.Input);
    }

    // In a file they are a person's, who uses a screen as well; a program's sound is what its command line says.
    [Theory]
    [InlineData("", "Card", "headset", "Card", "headphones")]
    [InlineData("--plain", "Card", "headset", "Card", "headphones")]
    [InlineData("--input-device usb", "Card", "usb", "Card", "headphones")]
    [InlineData("--no-mic", "Nothing", null, "Card", "headphones")]
    [InlineData("--test-tone --output a.wav", "Tone", null, "Wav", null)]
    [InlineData("--headless", "Nothing", null, "Nothing", null)]
    [InlineData("--headless --input-device usb", "Card", "usb", "Nothing", null)]
    [InlineData("--headless --output-device usb --input a.wav", "Wav", null, "Card", "usb")]
    public async Task People_have_sound_cards_and_programs_what_they_ask_for(
        string flags, string input, string? microphone, string output, string? loudspeaker)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["c.toml"], "input_device = 'headset'\noutput_device = 'headphones'\n");
        string[] given = flags.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (_, _, ClientOptions? options) = await RunAsync(["h:1", "r", "n", "--config", folder["c.toml"], .. given]);
        Assert.Equal((input, output), (options!.Input.GetType().Name, options.Output.GetType().Name));
        Assert.Equal(microphone, (options.Input as SoundInput.Card)?.Name);
        Assert.Equal(loudspeaker, (options.Output as SoundOutput.Card)?.Name);
    }

    [Fact]
    public async Task A_microphones_voice_is_worked_on_and_nothing_else_is()
    {
        (_, _, ClientOptions? options) = await RunAsync("h:1", "r", "n", "--noise-suppression", "false", "--transmit-mode", "ptt");
        Assert.Equal((true, false, true), (options!.EchoCancellation, options.NoiseSuppression, options.AutomaticGain));
        Assert.Equal(TransmitMode.PushToTalk, options.TransmitMode);
        (_, _, options) = await RunAsync("h:1", "r", "n", "--test-tone", "--echo-cancellation", "--ring-buffer-frames", "6");
        Assert.Equal((false, false, false), (options!.EchoCancellation, options.NoiseSuppression, options.AutomaticGain));
        Assert.Equal((TransmitMode.VoiceActivity, 6), (options.TransmitMode, options.RingBufferFrames));
    }

    [Fact]
    public async Task Sound_cards_are_listed_and_nothing_is_run()
    {
        (int code, _, ClientOptions? options) = await RunAsync("--list-devices");
        Assert.Equal((7, null), (code, options));
        Assert.Equal("all the devices", _line.Output.ToString().Trim());
    }

    [Fact]
    public async Task Whom_to_trust_and_who_to_be_can_be_chosen()
    {
        (_, _, ClientOptions? options) = await RunAsync("h:1", "r", "n", "--headless", "--danger-skip-verify", "--anonymous");
        Assert.Equal((null, true, false, true), (options!.Trust.Pin, options.Trust.SkipVerify, options.Trust.AcceptNew, options.Trust.Anonymous));
        (_, _, options) = await RunAsync(
            "h:1", "r", "n", "--headless", "--accept-new", "--data-dir", "data", "--identity", "me.pem");
        Assert.Equal((false, true, false), (options!.Trust.SkipVerify, options.Trust.AcceptNew, options.Trust.Anonymous));
        Assert.Equal(("me.pem", Path.Combine("data", "known_servers")), (options.Trust.IdentityPath, options.Trust.KnownServersPath));
        (_, _, options) = await RunAsync("h:1", "r", "n", "--headless", "--data-dir", "data");
        Assert.Equal(Path.Combine("data", "identity.pem"), options!.Trust.IdentityPath);
        (_, _, options) = await RunAsync("h:1", "r", "n", "--headless");
        Assert.EndsWith(Path.Combine("mcu-client", "identity.pem"), options!.Trust.IdentityPath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mcu://h:1/r#" + Hash + " Ana --headless", "h:1", "r", "Ana", Hash)]
    [InlineData("mcu://h:1/r#" + Hash + " Ana --headless --cert-hash " + Hash, "h:1", "r", "Ana", Hash)]
    [InlineData("mcu://h:1/r Ana --headless --cert-hash " + Hash, "h:1", "r", "Ana", Hash)]
    [InlineData("mcu://h/k%C3%BCche Ana --headless --accept-new", "h:4433", "küche", "Ana", null)]
    [InlineData("mcu://h/r Ana --headless --danger-skip-verify", "h:4433", "r", "Ana", null)]
    public async Task An_invite_names_server_room_and_fingerprint(
        string arguments, string server, string room, string name, string? pin)
    {
        (int code, _, ClientOptions? options) = await RunAsync(arguments.Split(' '));
        Assert.Equal(0, code);
        Assert.Equal((server, room, name), (options!.Server.ToString(), options.Room, options.Name));
        Assert.Equal(pin, options.Trust.Pin?.ToString());
    }

    [Theory]
    [InlineData("h:1 r --headless")]
    [InlineData("mcu://h:1/r --headless")]
    public async Task Without_a_name_it_is_the_login_name(string arguments)
    {
        (_, _, ClientOptions? options) = await RunAsync(arguments.Split(' '));
        Assert.Equal(Environment.UserName, options!.Name);
    }

    [Theory]
    [InlineData("h:x r n --headless --cert-hash " + Hash, "HOST:PORT is \"h:x\"; allowed is HOST or HOST:PORT")]
    [InlineData("0.0.0.0 r n --headless", "listens on every address of its machine")]
    [InlineData("mcu://h n --headless", "names no room; allowed is mcu://HOST[:PORT]/ROOM[#FINGERPRINT]")]
    [InlineData("mcu://h/r#12 n --headless", "the fingerprint is \"12\"; allowed are 64 hex digits")]
    [InlineData("mcu://h/%20 n --headless", "ROOM is \" \"; allowed is a name that is not empty")]
    [InlineData("mcu://h/r n more --headless", "\"more\" is one word too many")]
    [InlineData("mcu://h/r#" + Hash + " n --headless --cert-hash " + Other, "--cert-hash is " + Other + ", but the invite says " + Hash)]
    [InlineData("mcu://h/r#" + Hash + " n --headless --danger-skip-verify", "An invite with a fingerprint and --danger-skip-verify")]
    [InlineData("h:1 r n --headless --anonymous --identity a.pem", "--identity and --anonymous stand together")]
    [InlineData("h:1 r n --headless --cert-hash 1234", "--cert-hash is \"1234\"; allowed is 64 hex digits")]
    [InlineData("h:1 r n --headless --cert-hash 0" + Hash, "--cert-hash is \"0" + Hash + "\"; allowed is 64 hex digits")]
    [InlineData("h:1 r n --cert-hash " + Hash + " --cert-hash " + Other, "expects a single argument but 2 were provided")]
    [InlineData("[diagram] r n", "HOST:PORT is \"[diagram]\"; allowed is HOST or HOST:PORT")]
    [InlineData("--headles @n", "\"--headles\" is no flag. Is --headless meant?")]
    [InlineData("h:1 r --a", "\"--a\" is no flag. A ROOM or NAME that begins with - stands after --.")]
    [InlineData("h:1 r n --headless --danger-skip-verify --cert-hash " + Hash, "only one of them is allowed")]
    [InlineData(Right + " --duration soon", "--duration is \"soon\"; allowed is a number with ms")]
    [InlineData(Right + " --bitrate 5999", "--bitrate is \"5999\", but must be a whole number from 6000 to 400000")]
    [InlineData("h:1 r n --headless --name Bob", "NAME and --name stand together")]
    [InlineData("h:1 r n --headless --config none.toml", "The configuration file \"none.toml\" cannot be read")]
    [InlineData(Right + " --test-tone 19", "--test-tone is \"19\"; allowed is a number of Hz from 20 to 20000")]
    [InlineData(Right + " --test-tone 440 --input a.wav", "--input and --test-tone stand together; only one of them is allowed.")]
    [InlineData(Right + " --input-device a --input a.wav", "--input and --input-device stand together")]
    [InlineData(Right + " --test-tone 440 --input-device a", "--test-tone and --input-device stand together")]
    [InlineData(Right + " --no-mic --input-device a", "--input-device and --no-mic stand together")]
    [InlineData(Right + " --no-mic --input a.wav", "--input and --no-mic stand together")]
    [InlineData(Right + " --output-device a --output a.wav", "--output and --output-device stand together")]
    [InlineData(Right + " --plain", "--headless and --plain stand together")]
    [InlineData(Right + " --loop --test-tone", "--loop stands alone")]
    [InlineData(Right + " --transmit-mode loud", "--transmit-mode is \"loud\", but must be one of voice, ptt, continuous.")]
    [InlineData(Right + " --loop", "--loop stands alone")]
    [InlineData(Right + " --input a.wav --output ./a.wav", "would overwrite the input")]
    [InlineData("h:1 r n --headless --frobnicate", "\"--frobnicate\" is no flag. A ROOM or NAME that begins with - stands after --.")]
    [InlineData("h:1 r --headless --anonymus", "\"--anonymus\" is no flag. Is --anonymous meant?")]
    [InlineData("h:1 r --acceptnew n", "\"--acceptnew\" is no flag. Is --accept-new meant?")]
    [InlineData("h:1 --bitrat=9000 n", "\"--bitrat=9000\" is no flag. Is --bitrate meant?")]
    [InlineData("--hedless h:1 r n", "\"--hedless\" is no flag. Is --headless meant?")]
    [InlineData("h:1", "ROOM is missing: mcu-client HOST:PORT ROOM [NAME], or mcu-client mcu://")]
    public async Task Anything_else_is_answered_with_a_sentence(string arguments, string sentence)
    {
        (int code, string errors, ClientOptions? options) = await RunAsync(arguments.Split(' '));
        Assert.Equal(1, code);
        Assert.Null(options);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--input", "; allowed is the name of a file.")]
    [InlineData("--output", "; allowed is the name of a file.")]
    [InlineData("--log-file", ", but must be a path that is not empty.")]
    [InlineData("--identity", ", but must be a path that is not empty.")]
    public async Task A_file_without_a_name_is_refused(string flag, string why)
    {
        (int code, string errors, _) = await RunAsync([.. Right.Split(' '), flag, ""]);
        Assert.Equal(1, code);
        Assert.Contains($"{flag} is \"\"{why}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_goes_before_the_file_and_the_file_before_the_defaults()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "name = 'Ada'\nbitrate = 20000\nlog_file = 'a.log'\nidentity = 'ada.pem'\n");
            (_, _, ClientOptions? options) = await RunAsync("h:1", "r", "--config", file, "--log-file", "b.log");
            Assert.Equal(("Ada", 20_000, "b.log"), (options!.Name, options.Bitrate, options.LogFile));
            Assert.Equal("ada.pem", options.Trust.IdentityPath);
            (_, _, options) = await RunAsync("h:1", "r", "Bob", "--config", file, "--anonymous");
            Assert.Equal(("Bob", true), (options!.Name, options.Trust.Anonymous));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_name_may_begin_like_a_flag_where_no_flag_can_stand()
    {
        (int code, _, ClientOptions? options) = await RunAsync("h:1", "r", "--accept-new", "--", "--frob");
        Assert.Equal((0, "--frob"), (code, options!.Name));
        (code, _, options) = await RunAsync("h:1", "r", "-", "--test-tone", "1000");
        Assert.Equal((0, "-"), (code, options!.Name));
    }

    // What the shells and libraries of others read into such words is not meant.
    [Theory]
    [InlineData("[2001:db8::1] r n --accept-new", "[2001:db8::1]:4433", "r", "n")]
    [InlineData("[::1] r n --accept-new", "[::1]:4433", "r", "n")]
    [InlineData("--accept-new [2001:db8::1]:5 r n", "[2001:db8::1]:5", "r", "n")]
    [InlineData("mcu://[2001:db8::1]:5/r n --accept-new", "[2001:db8::1]:5", "r", "n")]
    [InlineData("mcu://[2001:db8::1]/r n --accept-new", "[2001:db8::1]:4433", "r", "n")]
    [InlineData("h:1 @r @n", "h:1", "@r", "@n")]
    [InlineData("h:1 [r] --name @n", "h:1", "[r]", "@n")]
    [InlineData("mcu-client r n", "mcu-client:4433", "r", "n")]
    public async Task Words_are_taken_as_they_stand(string arguments, string server, string room, string name)
    {
        (int code, string errors, ClientOptions? options) = await RunAsync(arguments.Split(' '));
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal((server, room, name), (options!.Server.ToString(), options.Room, options.Name));
    }

    // The protocol cannot carry more, whatever a server takes. 🎈 has four bytes.
    [Theory]
    [InlineData("h:1 r NAME", 256, 0, "NAME")]
    [InlineData("h:1 r --name NAME", 256, 0, "NAME")]
    [InlineData("mcu://h:1/r NAME", 256, 0, "NAME")]
    [InlineData("h:1 ROOM n", 512, 0, "ROOM")]
    [InlineData("h:1 r NAME", 257, 1, "NAME")]
    [InlineData("h:1 r --name NAME", 257, 1, "NAME")]
    [InlineData("mcu://h:1/r NAME", 257, 1, "NAME")]
    [InlineData("h:1 ROOM n", 513, 1, "ROOM")]
    public async Task Names_longer_than_the_protocol_carries_are_refused(string arguments, int bytes, int expected, string what)
    {
        string longest = string.Concat(Enumerable.Repeat("🎈", bytes / 4)) + new string('x', bytes % 4);
        string[] given = [.. arguments.Split(' ').Select(word => word is "NAME" or "ROOM" ? longest : word)];
        (int code, string errors, _) = await RunAsync(given);
        Assert.Equal(expected, code);
        string sentence = code == 0 ? "" : $"{what} takes {bytes} bytes of UTF-8; at most {bytes - 1} are allowed.";
        Assert.Equal(sentence, errors.Trim());
    }

    [Fact]
    public async Task What_is_in_effect_is_printed_and_nothing_is_run()
    {
        (int code, _, ClientOptions? options) = await RunAsync("--dump-config", "--bitrate", "48000");
        Assert.Equal(0, code);
        Assert.Null(options);
        Assert.Equal(ClientSettings.All.Dump(new ClientConfiguration { Bitrate = 48_000 }), _line.Output.ToString());
    }

    [Fact]
    public async Task Version_prints_the_versions_and_runs_nothing()
    {
        (int code, _, ClientOptions? options) = await RunAsync("--version");
        Assert.Equal(0, code);
        Assert.Null(options);
        Assert.Equal("all the versions", _line.Output.ToString().Trim());
    }

    [Fact]
    public async Task Names_of_nothing_but_blanks_are_refused()
    {
        (int code, string errors, _) = await RunAsync("h:1", " ", "n", "--headless", "--cert-hash", Hash);
        Assert.Equal(1, code);
        Assert.Contains("ROOM is \" \"", errors, StringComparison.Ordinal);
    }

    private Task<(int Code, string Errors, ClientOptions? Options)> RunAsync(params string[] arguments) => _line.RunAsync(arguments);
}
