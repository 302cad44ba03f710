using System.Globalization;
using Mcu.Common.Configuration.Toml;

namespace Mcu.Common.Tests.Configuration.Toml;

// A document as one line that a test can compare: {a=1, b=['x', 2.0]}.
internal static class TomlLine
{
    public static string Of(string document) => Of(TomlDocument.Parse(document, "test.toml"));

    private static string Of(TomlValue value) => value switch
    {
        TomlString text => $"'{text.Value}'",
        TomlInteger whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        TomlFloat number => TomlText.Write(number.Value),
        TomlBoolean truth => truth.Value ? "true" : "false",
        TomlDateTime moment => Of(moment),
        TomlArray array => $"[{string.Join(", ", array.Items.Select(Of))}]",
        TomlTable table => $"{{{string.Join(", ", table.Entries.Select(entry => $"{entry.Key}={Of(entry.Value)}"))}}}",
        _ => throw new InvalidOperationException(value.Description),
    };

    private static string Of(TomlDateTime moment)
    {
        string?[] parts =
        [
            moment.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            moment.Time?.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            moment.Offset is { } offset ? $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}" : null,
        ];
        return string.Join(' ', parts.Where(part => part is not null));
    }
}
