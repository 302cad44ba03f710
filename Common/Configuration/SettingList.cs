using Mcu.Common.Configuration.Toml;

namespace Mcu.Common.Configuration;

/// <summary>Every setting of a program, in the order in which they are shown. Immutable.</summary>
/// <typeparam name="TOptions">The program's options, an immutable record.</typeparam>
public sealed class SettingList<TOptions>
{
    /// <summary>Lists them.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="defaults">The options where nothing is set.</param>
    /// <param name="settings">The settings; no key and no flag may stand twice.</param>
    public SettingList(string program, TOptions defaults, IReadOnlyList<Setting<TOptions>> settings)
    {
        Program = program;
        Defaults = defaults;
        Settings = settings;
    }

    /// <summary>The program's name.</summary>
    public string Program { get; }

    /// <summary>The options where nothing is set.</summary>
    public TOptions Defaults { get; }

    /// <summary>The settings.</summary>
    public IReadOnlyList<Setting<TOptions>> Settings { get; }

    /// <summary>Reads a file over the defaults.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, is not TOML, or has a setting that is not allowed.</exception>
    public TOptions Load(string path) => Apply(Defaults, ConfigurationFile.Read(path));

    /// <summary>The options with what a document says. A document holds settings and nothing else.</summary>
    /// <exception cref="TomlException">A key is unknown, or a value is not allowed.</exception>
    public TOptions Apply(TOptions options, TomlTable document)
    {
        foreach (TomlEntry entry in document.Entries)
        {
            Setting<TOptions> setting = Settings.FirstOrDefault(known => known.Key == entry.Key)
                ?? throw entry.Location.Error(
                    $"{TomlText.Quote(NearestWord.Cut(entry.Key))} is no setting of {Program}",
                    $"the nearest is {NearestWord.Find(entry.Key, Settings.Select(known => known.Key))}, "
                        + "and --dump-config shows them all");
            options = setting.Apply(options, entry);
        }

        return options;
    }

    /// <summary>
    /// The options as a commented TOML document, which loads again to the same; values that are not set are commented out.
    /// </summary>
    public string Dump(TOptions options)
    {
        var text = new StringWriter { NewLine = "\n" };
        text.WriteLine($"# Every setting of {Program}. One that is commented out is not set.");
        text.WriteLine("# The command line goes before this file, and this file before the defaults.");
        text.WriteLine("# A relative file name is relative to the directory in which the program is started.");
        foreach (Setting<TOptions> setting in Settings)
        {
            string? initial = setting.Write(Defaults);
            text.WriteLine();
            text.WriteLine($"# {setting.Help}.");
            text.WriteLine($"# {setting.Flag}: {setting.Allowed}; {(initial is null ? "not set" : initial)} by default.");
            text.WriteLine(setting.Write(options) is { } value
                ? $"{setting.Key} = {value}"
                : $"# {setting.Key} = {setting.Example ?? "\"\""}");
        }

        return text.ToString();
    }
}
