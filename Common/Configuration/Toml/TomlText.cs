using System.Globalization;
using System.Text;

namespace Mcu.Common.Configuration.Toml;

/// <summary>Writes values as TOML.</summary>
public static class TomlText
{
    /// <summary>A basic string: in quotes, with whatever may not stand in one escaped.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char unit in text)
        {
            _ = unit switch
            {
                '"' or '\\' => quoted.Append('\\').Append(unit),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(unit) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}"),
                _ => quoted.Append(unit),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A number with a point or an exponent, which reads back as the same one.</summary>
    public static string Write(double value)
    {
        if (double.IsNaN(value))
        {
            return "nan";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : $"{text}.0";
    }
}
