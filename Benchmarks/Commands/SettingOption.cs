using System.CommandLine;
using System.Globalization;
using Mcu.Common.Configuration;

namespace Mcu.Benchmarks.Commands;

// A flag whose value is read as a setting is, and refused with the same sentence.
internal static class SettingOption
{
    public static Option<T?> Of<T>(string name, string valueName, SettingForm<T> form, string description)
        where T : struct =>
        new(name)
        {
            HelpName = valueName,
            Description = description,
            CustomParser = given =>
            {
                string text = given.Tokens[^1].Value;
                if (form.TryRead(text, out T value))
                {
                    return value;
                }

                given.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is \"{text}\"; allowed is {form.Allowed}."));
                return null;
            },
        };
}
