using Mcu.Common.Configuration;
using Mcu.Common.Configuration.Toml;
using Xunit;

namespace Mcu.Common.Tests.Configuration;

// What comes from a declaration, shown with one setting of every form.
public class SettingListTests
{
    private static readonly SettingList<Options> s_settings = new("a-program", new Options(),
    [
        new Setting<Options, int>(
            "count", "--count", "N", "How many", new WholeNumberForm(-1, 10),
            o => o.Count, (o, value) => o with { Count = value }),
        new Setting<Options, double>(
            "share", "--share", "N", "How much", new NumberForm<double>(0, 1),
            o => o.Share, (o, value) => o with { Share = value }),
        new Setting<Options, TimeSpan>(
            "wait_secs", "--wait", "SECONDS", "How long", new SecondsForm(0, 60),
            o => o.Wait, (o, value) => o with { Wait = value }),
        new Setting<Options, bool>(
            "on", "--on", "BOOL", "Whether", new SwitchForm(), o => o.On, (o, value) => o with { On = value }),
        new Setting<Options, DayOfWeek>(
            "day", "--day", "DAY", "When", new ChoiceForm<DayOfWeek>(("sun", DayOfWeek.Sunday), ("mon", DayOfWeek.Monday)),
            o => o.Day, (o, value) => o with { Day = value }),
        new Setting<Options, string>(
            "file", "--file", "FILE", "Where", TextForms.Path, o => o.File, (o, value) => o with { File = value })
        {
            Example = "\"a.txt\"",
        },
    ]);

    [Fact]
    public void A_dump_is_commented_and_complete() =>
        Assert.Equal(
            """
            # Every setting of a-program. One that is commented out is not set.
            # The command line goes before this file, and this file before the defaults.
            # A relative file name is relative to the directory in which the program is started.

            # How many.
            # --count: a whole number from -1 to 10; 3 by default.
            count = 4

            # How much.
            # --share: a number from 0 to 1; 0.5 by default.
            share = 0.5

            # How long.
            # --wait: a whole number of seconds from 0 to 60; 5 by default.
            wait_secs = 5

            # Whether.
            # --on: true or false; false by default.
            on = false

            # When.
            # --day: one of sun, mon; "sun" by default.
            day = "sun"

            # Where.
            # --file: a path that is not empty; not set by default.
            # file = "a.txt"

            """.ReplaceLineEndings("\n"),
            s_settings.Dump(new Options { Count = 4 }));

    [Theory]
    [InlineData("count = -1", "count", "-1")]
    [InlineData("count = 0xA", "count", "10")]
    [InlineData("share = 1", "share", "1")]
    [InlineData("share = 1e-5", "share", "1E-05")]
    [InlineData("wait_secs = 0", "wait_secs", "0")]
    [InlineData("on = true", "on", "true")]
    [InlineData("day = 'MON'", "day", "\"mon\"")]
    [InlineData("file = 'a\\b'", "file", "\"a\\\\b\"")]
    public void What_is_allowed_is_taken_and_written_so_that_it_reads_back(string document, string key, string written)
    {
        Options options = Apply(document);

        Assert.Equal(written, s_settings.Settings.Single(setting => setting.Key == key).Write(options));
        Assert.Equal(options, Apply($"{key} = {written}"));
        Assert.Equal(options, Apply(s_settings.Dump(options)));
    }

    [Theory]
    [InlineData("count = 11")]
    [InlineData("count = 4294967297")]
    [InlineData("count = 1.0")]
    [InlineData("count = '1'")]
    [InlineData("share = inf")]
    [InlineData("share = nan")]
    [InlineData("share = -0.1")]
    [InlineData("share = '0.5'")]
    [InlineData("wait_secs = 61")]
    [InlineData("wait_secs = 00:00:05")]
    [InlineData("on = 'true'")]
    [InlineData("on = 1")]
    [InlineData("day = 'tue'")]
    [InlineData("day = 1")]
    [InlineData("file = ''")]
    [InlineData("file = '''\u0009'''")]
    [InlineData("file = \"a\\u0000b\"")]
    [InlineData("file = ['a']")]
    [InlineData("[file]\na = 1")]
    [InlineData("[[file]]")]
    public void What_is_not_allowed_is_refused_where_it_stands(string document)
    {
        string key = document.Trim('[').Split(' ', ']')[0];
        TomlException refusal = Assert.Throws<TomlException>(() => Apply(document));

        Assert.Contains($": {key} is ", refusal.Message, StringComparison.Ordinal);
        string allowed = s_settings.Settings.Single(known => known.Key == key).Allowed;
        Assert.EndsWith($"; it must be {allowed}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count", " 1")]
    [InlineData("count", "1_0")]
    [InlineData("count", "0x1")]
    [InlineData("share", "1,0")]
    [InlineData("share", "")]
    [InlineData("on", "yes")]
    [InlineData("on", "True")]
    [InlineData("day", "tue")]
    [InlineData("file", "")]
    public void What_does_not_go_after_a_flag_is_refused(string key, string text)
    {
        Setting<Options> setting = s_settings.Settings.Single(known => known.Key == key);

        Assert.Equal(
            $"--{key} is \"{text}\", but must be {setting.Allowed}.",
            Assert.Throws<ConfigurationException>(() => setting.Apply(s_settings.Defaults, text)).Message);
    }

    [Theory]
    [InlineData("cuont", "count")]
    [InlineData("COUNT", "count")]
    [InlineData("waitsecs", "wait_secs")]
    [InlineData("files", "file")]
    [InlineData("no", "on")]
    public void An_unknown_key_names_the_nearest(string unknown, string nearest) =>
        Assert.Equal(
            $"f.toml:1:1: \"{unknown}\" is no setting of a-program; the nearest is {nearest}, and --dump-config shows them all",
            Assert.Throws<TomlException>(() => Apply($"{unknown} = 1")).Message);

    [Fact]
    public void A_key_of_any_length_is_answered_shortly() =>
        Assert.InRange(Assert.Throws<TomlException>(() => Apply($"{new string('x', 1_000_000)} = 1")).Message.Length, 0, 250);

    private static Options Apply(string document) =>
        s_settings.Apply(s_settings.Defaults, TomlDocument.Parse(document, "f.toml"));

    private sealed record Options
    {
        public int Count { get; init; } = 3;

        public double Share { get; init; } = 0.5;

        public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(5);

        public bool On { get; init; }

        public DayOfWeek Day { get; init; }

        public string? File { get; init; }
    }
}
