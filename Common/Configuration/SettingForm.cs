using System.Diagnostics.CodeAnalysis;
using Mcu.Common.Configuration.Toml;

namespace Mcu.Common.Configuration;

/// <summary>
/// How the values of a setting look: on the command line, in a file, and in the sentence that says what is allowed.
/// </summary>
/// <typeparam name="T">What a value is to the program.</typeparam>
public abstract class SettingForm<T>
{
    /// <summary>What is allowed, to stand after "must be": <c>a whole number from 1 to 4096</c>.</summary>
    public abstract string Allowed { get; }

    /// <summary>Whether a flag may stand alone, and then means <c>true</c>.</summary>
    public virtual bool IsSwitch => false;

    /// <summary>Reads what stands after a flag. False where it is not allowed.</summary>
    public abstract bool TryRead(string text, [MaybeNullWhen(false)] out T value);

    /// <summary>Reads what stands in a file. False where it is not allowed.</summary>
    public abstract bool TryRead(TomlValue toml, [MaybeNullWhen(false)] out T value);

    /// <summary>Writes a value as TOML that reads back as the same one.</summary>
    public abstract string Write(T value);
}
