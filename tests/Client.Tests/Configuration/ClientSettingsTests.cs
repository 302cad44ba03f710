using System.CommandLine;
using Mcu.Client.Configuration;
using Mcu.Common.Configuration;
using Mcu.Common.Configuration.Toml;
using Mcu.Testing;
using Mcu.Testing.Configuration;
using Xunit;

namespace Mcu.Client.Tests.Configuration;

// Every setting by its key and its flag, what is dumped, and which goes before which.
public class ClientSettingsTests
{
    private static readonly SettingList<ClientConfiguration> s_settings = ClientSettings.All;

    // A value for every key, other than its default.
    private static readonly Dictionary<string, string> s_others = new()
    {
        ["name"] = "\"Ünï \\\"quoted\\\" \\\\ name\"",
        ["identity"] = "\"C:\\\\keys\\\\identity.pem\"",
        ["data_dir"] = "\"/srv/ada\"",
        ["log_file"] = "\"a log\"",
        ["transport"] = "\"ngtcp2\"",
        ["bitrate"] = "48000",
        ["transmit_mode"] = "\"ptt\"",
        ["echo_cancellation"] = "false",
        ["noise_suppression"] = "false",
        ["automatic_gain"] = "false",
        ["ring_buffer_frames"] = "5",
        ["max_events"] = "200",
        ["input_device"] = "\"Microphone (Realtek)\"",
        ["output_device"] = "\"Speakers (Realtek)\"",
    };

    // What people have who come from the project that this one started from.
    private const string BroughtAlong = """
        log_file = "voicemcu.log"
        bitrate = 48000
        ring_buffer_frames = 10
        max_events = 1000
        input_device = "Microphone (Realtek)"
        output_device = "Speakers (Realtek)"
        """;

    public static TheoryData<string> Keys => [.. s_settings.Settings.Select(setting => setting.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_and_its_flag_mean_the_same(string key)
    {
        Setting<ClientConfiguration> setting = s_settings.Settings.Single(known => known.Key == key);
        ClientConfiguration fromFile = s_settings.Apply(s_settings.Defaults, Parse($"{key} = {s_others[key]}"));
        Parse($"value = {s_others[key]}").TryGet("value", out TomlEntry? value);
        string text = value!.Value is TomlString quoted ? quoted.Value : s_others[key];

        Assert.NotEqual(s_settings.Defaults, fromFile);
        Assert.Equal(fromFile, Read(setting.Flag, text));
        Assert.Equal(s_others[key], setting.Write(fromFile));
    }

    [Fact]
    public void A_file_and_flags_that_people_bring_along_mean_what_they_meant()
    {
        ClientConfiguration configuration = s_settings.Apply(s_settings.Defaults, Parse(BroughtAlong));
        foreach (TomlEntry entry in Parse(BroughtAlong).Entries)
        {
            Setting<ClientConfiguration> setting = s_settings.Settings.Single(known => known.Key == entry.Key);
            Assert.Equal($"--{entry.Key.Replace('_', '-')}", setting.Flag);
            Assert.Contains($"{entry.Key} = {setting.Write(configuration)}", BroughtAlong, StringComparison.Ordinal);
        }
    }

    // Every bound is allowed, and what lies beyond it is not, in every setting that has a range.
    [Theory]
    [InlineData("bitrate", 6_000, 400_000)]
    [InlineData("ring_buffer_frames", 5, 50)]
    [InlineData("max_events", 10, 100_000)]
    public void A_range_says_what_is_allowed(string key, int least, int most)
    {
        Setting<ClientConfiguration> setting = s_settings.Settings.Single(known => known.Key == key);
        Assert.Equal($"a whole number from {least} to {most}", setting.Allowed);
        foreach ((int bound, int beyond) in new[] { (least, least - 1), (most, most + 1) })
        {
            Assert.Equal($"{bound}", setting.Write(Read(setting.Flag, $"{bound}")));
            Assert.Throws<ConfigurationException>(() => Read(setting.Flag, $"{beyond}"));
            Assert.Throws<TomlException>(() => s_settings.Apply(s_settings.Defaults, Parse($"{key} = {beyond}")));
        }
    }

    [Fact]
    public void Whatever_is_dumped_loads_again_to_the_same()
    {
        string document = string.Join('\n', s_others.Select(other => $"{other.Key} = {other.Value}"));
        ClientConfiguration others = s_settings.Apply(s_settings.Defaults, Parse(document));
        TomlTable dump = Parse(s_settings.Dump(others));

        Assert.Equal(others, s_settings.Apply(s_settings.Defaults, dump));
        Assert.Equal(s_settings.Settings.Count, dump.Entries.Count);
    }

    [Fact]
    public void The_example_is_the_dump_of_the_defaults()
    {
        string path = Path.Combine(Repository.Root, "client.example.toml");

        Assert.Equal(s_settings.Dump(s_settings.Defaults), File.ReadAllText(path));
        Assert.Equal(s_settings.Defaults, s_settings.Load(path));
    }

    [Fact]
    public void The_documents_have_every_setting() =>
        Assert.Contains(
            SettingTable.Of(s_settings),
            File.ReadAllText(Path.Combine(Repository.Root, "docs", "headless.md")),
            StringComparison.Ordinal);

    [Fact]
    public void The_command_line_goes_before_the_file_and_the_file_before_the_defaults()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "bitrate = 20000\nname = 'Ada'\n");

            Assert.Equal(
                new ClientConfiguration { Bitrate = 30_000, Name = "Ada" }, Read("--bitrate", "30000", "--config", file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--bitrate", "5999", "--bitrate is \"5999\", but must be a whole number from 6000 to 400000.")]
    [InlineData("--max-events", "9", "--max-events is \"9\", but must be a whole number from 10 to 100000.")]
    [InlineData("--ring-buffer-frames", "1", "--ring-buffer-frames is \"1\", but must be a whole number from 5 to 50.")]
    [InlineData("--log-file", " ", "--log-file is \" \", but must be a path that is not empty.")]
    [InlineData("--config", "nowhere.toml", "The configuration file \"nowhere.toml\" cannot be read: there is no such file.")]
    public void What_is_wrong_is_said_in_a_sentence(string flag, string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ConfigurationException>(() => Read(flag, text)).Message);

    [Theory]
    [InlineData("nmae = 'Ada'", "f.toml:1:1: \"nmae\" is no setting of mcu-client; the nearest is name, and --dump-config shows*")]
    [InlineData("name = 5", "f.toml:1:8: name is the whole number 5; it must be text that is not empty and has no control*")]
    [InlineData("max_events = 100_001", "f.toml:1:14: max_events is the whole number 100001; it must be a whole number*")]
    public void What_is_wrong_in_a_file_is_said_with_its_place(string document, string sentence) =>
        Assert.StartsWith(
            sentence.TrimEnd('*'),
            Assert.Throws<TomlException>(() => s_settings.Apply(s_settings.Defaults, Parse(document))).Message,
            StringComparison.Ordinal);

    private static TomlTable Parse(string document) => TomlDocument.Parse(document, "f.toml");

    private static ClientConfiguration Read(params string[] arguments)
    {
        var flags = new SettingFlags<ClientConfiguration>(ClientSettings.All);
        var root = new RootCommand();
        foreach (Option option in flags.All)
        {
            root.Options.Add(option);
        }

        ParseResult parsed = root.Parse(arguments);
        Assert.Empty(parsed.Errors);
        return flags.Read(parsed);
    }
}
