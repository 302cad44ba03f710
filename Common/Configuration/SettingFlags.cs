using System.CommandLine;

namespace Mcu.Common.Configuration;

/// <summary>
/// A program's settings on its command line: a flag for each, a file of them, and a way to see what is in effect.
/// </summary>
/// <typeparam name="TOptions">The program's options, an immutable record.</typeparam>
public sealed class SettingFlags<TOptions>
{
    private readonly Option<string?> _config = new("--config")
    {
        HelpName = "FILE",
        Description = "A TOML file of settings. What the command line says goes before it.",
    };

    private readonly Option<bool> _dump = new("--dump-config")
    {
        Description = "Print every setting as it would be in effect, as a commented TOML file, and end.",
    };

    private readonly SettingList<TOptions> _list;
    private readonly (Setting<TOptions> Setting, Option<string?> Flag)[] _flags;

    /// <summary>Makes them for these settings.</summary>
    public SettingFlags(SettingList<TOptions> list)
    {
        _list = list;
        _flags = [.. list.Settings.Select(setting => (setting, FlagOf(setting)))];
    }

    /// <summary>For the root command, in the order in which help shows them.</summary>
    public IEnumerable<Option> All => [_config, _dump, .. _flags.Select(flag => flag.Flag)];

    /// <summary>Whether the configuration is to be printed instead of used.</summary>
    public bool IsDump(ParseResult parsed) => parsed.GetValue(_dump);

    /// <summary>Whether a setting's flag stands on the command line itself.</summary>
    public bool IsGiven(ParseResult parsed, string key) =>
        parsed.GetResult(_flags.Single(flag => flag.Setting.Key == key).Flag) is not null;

    /// <summary>The flag that somebody may have meant who wrote another one.</summary>
    public string Nearest(string wrong) => NearestWord.Find(NearestWord.Cut(wrong), All.Select(flag => flag.Name));

    /// <summary>The command line over the file over the defaults.</summary>
    /// <exception cref="ConfigurationException">A value, or the file, is not what is allowed.</exception>
    public TOptions Read(ParseResult parsed)
    {
        TOptions options = parsed.GetValue(_config) is { } file ? _list.Load(file) : _list.Defaults;
        foreach ((Setting<TOptions> setting, Option<string?> flag) in _flags)
        {
            if (parsed.GetResult(flag) is { } given)
            {
                options = setting.Apply(options, given.Tokens.Count > 0 ? given.Tokens[^1].Value : "true");
            }
        }

        return options;
    }

    private Option<string?> FlagOf(Setting<TOptions> setting) => new(setting.Flag)
    {
        HelpName = setting.ValueName,
        Description = $"{setting.Help}. [default: {setting.Write(_list.Defaults)?.Trim('"') ?? "not set"}]",
        Arity = setting.IsSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
    };
}
