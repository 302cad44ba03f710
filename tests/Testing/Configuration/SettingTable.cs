using Mcu.Common.Configuration;

namespace Mcu.Testing.Configuration;

/// <summary>Settings as the documents show them: a Markdown table, which a test holds a document to.</summary>
public static class SettingTable
{
    /// <summary>Its lines, the two of the head included, each with a line feed.</summary>
    public static string Of<TOptions>(SettingList<TOptions> settings)
    {
        IEnumerable<string> rows = settings.Settings.Select(setting =>
            $"| `{setting.Key}` | `{setting.Flag}{(setting.IsSwitch ? "" : $" {setting.ValueName}")}` "
            + $"| {(setting.Write(settings.Defaults) is { } initial ? $"`{initial}`" : "not set")} "
            + $"| {setting.Allowed} | {setting.Help} |\n");
        return $"| key | flag | default | allowed | what it does |\n|---|---|---|---|---|\n{string.Concat(rows)}";
    }
}
