using Mcu.Common.Configuration;
using Mcu.Common.Configuration.Toml;
using Mcu.Server.Hosting;
using Mcu.Testing;
using Mcu.Testing.Configuration;

namespace Mcu.Server.Tests.Hosting;

// Every setting by its key and its flag; and that the documents say what the declarations say.
public class ServerSettingsTests
{
    private static readonly SettingList<ServerOptions> s_settings = ServerSettings.All;

    // A value for every key, other than its default.
    private static readonly Dictionary<string, string> s_others = new()
    {
        ["bind"] = "\"[::1]:5000\"",
        ["public_address"] = "\"voice.example.org:5001\"",
        ["invite_room"] = "\"Ünï \\\"quoted\\\" \\\\ room\"",
        ["data_dir"] = "\"/srv/mcu\"",
        ["cert_file"] = "\"C:\\\\certs\\\\cert.pem\"",
        ["key_file"] = "\"key file.pem\"",
        ["ephemeral_cert"] = "true",
        ["bitrate"] = "48000",
        ["jitter_depth"] = "4",
        ["vad_threshold"] = "0.0123",
        ["mix_threads"] = "3",
        ["max_rooms"] = "7",
        ["max_room_size"] = "5",
        ["max_display_name"] = "20",
        ["max_room_code"] = "30",
        ["cleanup_interval_secs"] = "90",
        ["kick_ban_secs"] = "0",
        ["transport"] = "\"ngtcp2\"",
        ["idle_timeout_secs"] = "9",
        ["max_connections"] = "500",
        ["max_connections_per_ip"] = "3",
        ["max_half_open"] = "12",
        ["connect_rate_per_ip"] = "2",
        ["connect_burst_per_ip"] = "4",
        ["signal_rate"] = "8",
        ["signal_burst"] = "16",
        ["voice_rate"] = "60",
        ["endpoint_threads"] = "2",
        ["datagram_buffer"] = "65536",
        ["otlp_endpoint"] = "\"https://otel.example.org:4318/mcu\"",
        ["otlp_interval_secs"] = "15",
        ["log_level"] = "\"warn\"",
    };

    // What people have who come from the project that this one started from: its file, and its flags where they are called otherwise.
    private const string BroughtAlong = """
        bind = "0.0.0.0:4433"
        cert_file = "cert.pem" # omit for ephemeral certs
        key_file = "key.pem"
        bitrate = 48000
        max_room_size = 64
        jitter_depth = 4
        vad_threshold = 0.002
        cleanup_interval_secs = 30
        max_display_name = 64
        max_room_code = 128
        datagram_buffer = 65536
        signal_rate = 10
        signal_burst = 20
        connect_rate_per_ip = 5
        connect_burst_per_ip = 10
        """;

    public static TheoryData<string> Keys => [.. s_settings.Settings.Select(setting => setting.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_and_its_flag_mean_the_same(string key)
    {
        Setting<ServerOptions> setting = s_settings.Settings.Single(known => known.Key == key);
        ServerOptions fromFile = Apply($"{key} = {s_others[key]}");
        TomlDocument.Parse($"value = {s_others[key]}", "f.toml").TryGet("value", out TomlEntry? value);
        string text = value!.Value is TomlString quoted ? quoted.Value : s_others[key];

        Assert.NotEqual(s_settings.Defaults, fromFile);
        Assert.Equal(fromFile, setting.Apply(s_settings.Defaults, text));
        Assert.Equal(s_others[key], setting.Write(fromFile));
    }

    [Fact]
    public void A_file_and_flags_that_people_bring_along_mean_what_they_meant()
    {
        ServerOptions options = Apply(BroughtAlong);
        foreach (TomlEntry entry in TomlDocument.Parse(BroughtAlong, "f.toml").Entries)
        {
            Setting<ServerOptions> setting = s_settings.Settings.Single(known => known.Key == entry.Key);
            string flag = entry.Key == "cleanup_interval_secs" ? "cleanup-interval" : entry.Key.Replace('_', '-');
            Assert.Equal($"--{flag}", setting.Flag);
            Assert.Contains($"{entry.Key} = {setting.Write(options)}", BroughtAlong, StringComparison.Ordinal);
        }

        ServerSettings.CheckTogether(options);
    }

    [Fact]
    public void Whatever_is_dumped_loads_again_to_the_same()
    {
        string document = string.Join('\n', s_others.Select(other => $"{other.Key} = {other.Value}"));
        ServerOptions others = Apply(document);
        string dump = s_settings.Dump(others);

        Assert.Equal(others, Apply(dump));
        Assert.Equal(s_settings.Settings.Count, TomlDocument.Parse(dump, "f.toml").Entries.Count);
    }

    [Fact]
    public void The_example_is_the_dump_of_the_defaults()
    {
        string path = Path.Combine(Repository.Root, "server.example.toml");

        Assert.Equal(s_settings.Dump(s_settings.Defaults), File.ReadAllText(path));
        Assert.Equal(s_settings.Defaults, s_settings.Load(path));
    }

    // With a # taken from it, every line that is commented out is a setting too.
    [Fact]
    public void What_the_example_has_commented_out_is_allowed()
    {
        string example = s_settings.Dump(s_settings.Defaults);
        foreach (Setting<ServerOptions> setting in s_settings.Settings.Where(known => known.Write(s_settings.Defaults) is null))
        {
            string start = $"# {setting.Key} = ";
            string line = example.Split('\n').Single(line => line.StartsWith(start, StringComparison.Ordinal));
            Assert.NotNull(setting.Write(Apply(line[2..])));
        }
    }

    [Fact]
    public void The_documents_have_every_setting() =>
        Assert.Contains(
            SettingTable.Of(s_settings),
            File.ReadAllText(Path.Combine(Repository.Root, "docs", "server.md")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("bitrat = 1", "f.toml:1:1: \"bitrat\" is no setting of mcu-server; the nearest is bitrate, and*")]
    [InlineData("[server]\nbind = 1", "f.toml:1:2: \"server\" is no setting of mcu-server; the nearest is*")]
    [InlineData("bitrate.max = 1", "f.toml:1:1: bitrate is a table; it must be a whole number from 6000 to 256000")]
    [InlineData("bitrate = \"48k\"", "f.toml:1:11: bitrate is the text \"48k\"; it must be a whole number from 6000 to 256000")]
    [InlineData("\nbitrate = 48_000.0", "f.toml:2:11: bitrate is the number 48000.0; it must be a whole number*")]
    [InlineData("bitrate = 5", "f.toml:1:11: bitrate is the whole number 5; it must be a whole number from 6000 to 256000")]
    [InlineData("max_rooms = 99999999999", "f.toml:1:13: max_rooms is the whole number 99999999999; it must be*")]
    [InlineData("vad_threshold = 1.5", "f.toml:1:17: vad_threshold is the number 1.5; it must be a number from 0 to 1")]
    [InlineData("vad_threshold = nan", "f.toml:1:17: vad_threshold is the number nan; it must be a number from 0 to 1")]
    [InlineData("ephemeral_cert = 1", "f.toml:1:18: ephemeral_cert is the whole number 1; it must be true or false")]
    [InlineData("log_level = \"loud\"", "f.toml:1:13: log_level is the text \"loud\"; it must be one of trace, debug, info,*")]
    [InlineData("bind = 4433", "f.toml:1:8: bind is the whole number 4433; it must be ADDRESS:PORT, such as 0.0.0.0:4433*")]
    [InlineData("data_dir = \" \"", "f.toml:1:12: data_dir is the text \" \"; it must be a path that is not empty")]
    [InlineData("public_address = \"0.0.0.0\"", "f.toml:1:18: public_address is the text \"0.0.0.0\"; it must be HOST or*")]
    [InlineData("otlp_endpoint = \"localhost:4318\"", "f.toml:1:17: otlp_endpoint is the text \"localhost:4318\"; it must be http://*")]
    [InlineData("otlp_endpoint = \"http://a:b@c\"", "f.toml:1:17: otlp_endpoint is the text \"http://a:b@c\"; it must be http://*")]
    [InlineData("otlp_endpoint = \"http://c?d\"", "f.toml:1:17: otlp_endpoint is the text \"http://c?d\"; it must be http://*")]
    [InlineData("otlp_endpoint = \"ftp://c\"", "f.toml:1:17: otlp_endpoint is the text \"ftp://c\"; it must be http://*")]
    [InlineData("otlp_endpoint = \"http://c:65536\"", "f.toml:1:17: otlp_endpoint is the text \"http://c:65536\"; it must be http://*")]
    [InlineData("invite_room = \"a\\nb\"", "f.toml:1:15: invite_room is the text \"a\\nb\"; it must be 1 to 128 characters*")]
    [InlineData("invite_room = \" \"", "f.toml:1:15: invite_room is the text \" \"; it must be 1 to 128 characters*")]
    [InlineData("invite_room = \"a\\u202Eb\"", "f.toml:1:15: invite_room is the text \"a\u202Eb\"; it must be 1 to 128 characters*")]
    public void What_is_wrong_in_a_file_is_said_with_its_place(string document, string sentence)
    {
        string message = Assert.Throws<TomlException>(() => Apply(document)).Message;

        if (sentence.EndsWith('*'))
        {
            Assert.StartsWith(sentence[..^1], message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(sentence, message);
        }
    }

    // Every bound is allowed, and what lies beyond it is not, in every setting that has a range.
    [Theory]
    [MemberData(nameof(Keys))]
    public void A_range_says_what_is_allowed(string key)
    {
        Setting<ServerOptions> setting = s_settings.Settings.Single(known => known.Key == key);
        string[] words = setting.Allowed.Split(' ');
        int from = Array.IndexOf(words, "from");
        if (!setting.Allowed.StartsWith("a whole number", StringComparison.Ordinal))
        {
            return;
        }

        foreach ((string bound, int beyond) in new[] { (words[from + 1], -1), (words[from + 3], +1) })
        {
            Assert.Equal(bound, setting.Write(setting.Apply(s_settings.Defaults, bound)));
            Assert.Throws<ConfigurationException>(() => setting.Apply(s_settings.Defaults, $"{int.Parse(bound) + beyond}"));
        }
    }

    private static ServerOptions Apply(string document) =>
        s_settings.Apply(s_settings.Defaults, TomlDocument.Parse(document, "f.toml"));
}
