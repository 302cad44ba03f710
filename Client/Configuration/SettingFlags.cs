using System.CommandLine;
using Mcu.Common.Configuration;

namespace Mcu.Client.Configuration;

// The client's settings on its command line: a flag for each, a file of them, and a way to see what is in effect.
internal sealed class SettingFlags
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

    private readonly (Setting<ClientConfiguration> Setting, Option<string?> Flag)[] _flags =
        [.. ClientSettings.All.Settings.Select(setting => (setting, FlagOf(setting)))];

    public IEnumerable<Option> All => [_config, _dump, .. _flags.Select(flag => flag.Flag)];

    // Whether the configuration is to be printed instead of used.
    public bool IsDump(ParseResult parsed) => parsed.GetValue(_dump);

    // Whether a setting's flag stands on the command line itself.
    public bool IsGiven(ParseResult parsed, string key) =>
        parsed.GetResult(_flags.Single(flag => flag.Setting.Key == key).Flag) is not null;

    // The command line over the file over the defaults. Throws ConfigurationException with the sentence to show.
    public ClientConfiguration Read(ParseResult parsed)
    {
        ClientConfiguration configuration =
            parsed.GetValue(_config) is { } file ? ClientSettings.All.Load(file) : ClientSettings.All.Defaults;
        foreach ((Setting<ClientConfiguration> setting, Option<string?> flag) in _flags)
        {
            if (parsed.GetResult(flag) is not null)
            {
                configuration = setting.Apply(configuration, parsed.GetValue(flag) ?? "");
            }
        }

        return configuration;
    }

    private static Option<string?> FlagOf(Setting<ClientConfiguration> setting) => new(setting.Flag)
    {
        HelpName = setting.ValueName,
        Description = $"{setting.Help}. [default: {setting.Write(ClientSettings.All.Defaults)?.Trim('"') ?? "not set"}]",
    };
}
