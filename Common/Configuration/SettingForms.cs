using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Mcu.Common.Configuration.Toml;

namespace Mcu.Common.Configuration;

/// <summary>A whole number within a range.</summary>
/// <param name="least">The least that is allowed.</param>
/// <param name="most">The most that is allowed.</param>
public sealed class WholeNumberForm(int least, int most) : SettingForm<int>
{
    /// <inheritdoc/>
    public override string Allowed => $"a whole number from {least} to {most}";

    /// <inheritdoc/>
    public override bool TryRead(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && IsAllowed(value);

    /// <inheritdoc/>
    public override bool TryRead(TomlValue toml, out int value)
    {
        bool isAllowed = toml is TomlInteger integer && IsAllowed(integer.Value);
        value = isAllowed ? (int)((TomlInteger)toml).Value : 0;
        return isAllowed;
    }

    /// <inheritdoc/>
    public override string Write(int value) => value.ToString(CultureInfo.InvariantCulture);

    private bool IsAllowed(long value) => value >= least && value <= most;
}

/// <summary>A number within a range, whole or not.</summary>
/// <param name="least">The least that is allowed.</param>
/// <param name="most">The most that is allowed.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class NumberForm<T>(T least, T most) : SettingForm<T>
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Allowed => $"a number from {Write(least)} to {Write(most)}";

    /// <inheritdoc/>
    public override bool TryRead(string text, out T value) =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && IsAllowed(value);

    /// <inheritdoc/>
    public override bool TryRead(TomlValue toml, out T value)
    {
        value = toml switch
        {
            TomlFloat number => T.CreateTruncating(number.Value),
            TomlInteger integer => T.CreateTruncating(integer.Value),
            _ => T.NaN,
        };
        return IsAllowed(value);
    }

    /// <inheritdoc/>
    public override string Write(T value) => value.ToString("R", CultureInfo.InvariantCulture);

    // NaN is not.
    private bool IsAllowed(T value) => value >= least && value <= most;
}

/// <summary>A time in whole seconds, within a range.</summary>
/// <param name="least">The least that is allowed, in seconds.</param>
/// <param name="most">The most that is allowed, in seconds.</param>
public sealed class SecondsForm(int least, int most) : SettingForm<TimeSpan>
{
    private readonly WholeNumberForm _seconds = new(least, most);

    /// <inheritdoc/>
    public override string Allowed => $"a whole number of seconds from {least} to {most}";

    /// <inheritdoc/>
    public override bool TryRead(string text, out TimeSpan value) =>
        Take(_seconds.TryRead(text, out int seconds), seconds, out value);

    /// <inheritdoc/>
    public override bool TryRead(TomlValue toml, out TimeSpan value) =>
        Take(_seconds.TryRead(toml, out int seconds), seconds, out value);

    /// <inheritdoc/>
    public override string Write(TimeSpan value) => _seconds.Write((int)value.TotalSeconds);

    private static bool Take(bool isAllowed, int seconds, out TimeSpan value)
    {
        value = TimeSpan.FromSeconds(seconds);
        return isAllowed;
    }
}

/// <summary>True or false; on the command line the flag alone is enough.</summary>
public sealed class SwitchForm : SettingForm<bool>
{
    /// <inheritdoc/>
    public override string Allowed => "true or false";

    /// <inheritdoc/>
    public override bool IsSwitch => true;

    /// <inheritdoc/>
    public override bool TryRead(string text, out bool value)
    {
        value = text == "true";
        return text is "true" or "false";
    }

    /// <inheritdoc/>
    public override bool TryRead(TomlValue toml, out bool value)
    {
        value = toml is TomlBoolean { Value: true };
        return toml is TomlBoolean;
    }

    /// <inheritdoc/>
    public override string Write(bool value) => value ? "true" : "false";
}

/// <summary>One of a few words, upper or lower case.</summary>
/// <param name="words">The words and what they stand for, each value once.</param>
/// <typeparam name="T">What the words stand for.</typeparam>
public sealed class ChoiceForm<T>(params (string Word, T Value)[] words) : SettingForm<T>
    where T : struct
{
    /// <inheritdoc/>
    public override string Allowed => $"one of {string.Join(", ", words.Select(choice => choice.Word))}";

    /// <inheritdoc/>
    public override bool TryRead(string text, out T value)
    {
        int index = Array.FindIndex(words, choice => choice.Word.Equals(text, StringComparison.OrdinalIgnoreCase));
        value = index < 0 ? default : words[index].Value;
        return index >= 0;
    }

    /// <inheritdoc/>
    public override bool TryRead(TomlValue toml, out T value)
    {
        value = default;
        return toml is TomlString text && TryRead(text.Value, out value);
    }

    /// <inheritdoc/>
    public override string Write(T value) =>
        TomlText.Quote(Array.Find(words, choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Word);
}

/// <summary>Text with a meaning of its own: an address, the name of a file.</summary>
/// <param name="allowed">What is allowed, to stand after "must be".</param>
/// <param name="read">What the text means, or null where it is not allowed.</param>
/// <param name="write">The text of a value, as <paramref name="read"/> takes it.</param>
/// <typeparam name="T">What the text means.</typeparam>
public sealed class TextForm<T>(string allowed, Func<string, T?> read, Func<T, string> write) : SettingForm<T>
    where T : class
{
    /// <inheritdoc/>
    public override string Allowed => allowed;

    /// <inheritdoc/>
    public override bool TryRead(string text, [MaybeNullWhen(false)] out T value) => (value = read(text)) is not null;

    /// <inheritdoc/>
    public override bool TryRead(TomlValue toml, [MaybeNullWhen(false)] out T value)
    {
        value = toml is TomlString text ? read(text.Value) : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public override string Write(T value) => TomlText.Quote(write(value));
}
