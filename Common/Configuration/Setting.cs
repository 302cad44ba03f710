using Mcu.Common.Configuration.Toml;

namespace Mcu.Common.Configuration;

/// <summary>
/// One setting of a program, declared once: from this come its key in a file, its flag, the sentences about wrong values, its
/// part of the dump and its line in the documents.
/// </summary>
/// <typeparam name="TOptions">The program's options, an immutable record.</typeparam>
public abstract class Setting<TOptions>
{
    private protected Setting(string key, string flag, string valueName, string help)
    {
        Key = key;
        Flag = flag;
        ValueName = valueName;
        Help = help;
    }

    /// <summary>Its key in a file: <c>max_room_size</c>.</summary>
    public string Key { get; }

    /// <summary>Its flag: <c>--max-room-size</c>.</summary>
    public string Flag { get; }

    /// <summary>What stands for its value in help: <c>N</c>, <c>FILE</c>.</summary>
    public string ValueName { get; }

    /// <summary>What it does, one sentence without the period at its end.</summary>
    public string Help { get; }

    /// <summary>What is allowed, to stand after "must be".</summary>
    public abstract string Allowed { get; }

    /// <summary>Whether the flag may stand without a value, and then means <c>true</c>.</summary>
    public abstract bool IsSwitch { get; }

    /// <summary>TOML that stands for a value, commented out, where there is none: an example.</summary>
    public string? Example { get; init; }

    /// <summary>The options with what stands after the flag.</summary>
    /// <exception cref="ConfigurationException">It is not allowed: <c>--bitrate is "x", but must be ….</c></exception>
    public abstract TOptions Apply(TOptions options, string text);

    /// <summary>The options with what stands in a file.</summary>
    /// <exception cref="TomlException">It is not allowed.</exception>
    public abstract TOptions Apply(TOptions options, TomlEntry entry);

    /// <summary>The value as TOML, or null where none is set.</summary>
    public abstract string? Write(TOptions options);
}

/// <summary>A setting whose values are of one type.</summary>
/// <typeparam name="TOptions">The program's options.</typeparam>
/// <typeparam name="T">The type of the value, without the null that means unset.</typeparam>
public sealed class Setting<TOptions, T> : Setting<TOptions>
{
    private readonly SettingForm<T> _form;
    private readonly Func<TOptions, T?> _get;
    private readonly Func<TOptions, T, TOptions> _with;

    /// <summary>Declares it.</summary>
    /// <param name="key">See <see cref="Setting{TOptions}.Key"/>.</param>
    /// <param name="flag">See <see cref="Setting{TOptions}.Flag"/>.</param>
    /// <param name="valueName">See <see cref="Setting{TOptions}.ValueName"/>.</param>
    /// <param name="help">See <see cref="Setting{TOptions}.Help"/>.</param>
    /// <param name="form">What its values look like.</param>
    /// <param name="get">Its value in the options; null where it is not set.</param>
    /// <param name="with">The options with another value.</param>
    public Setting(
        string key,
        string flag,
        string valueName,
        string help,
        SettingForm<T> form,
        Func<TOptions, T?> get,
        Func<TOptions, T, TOptions> with)
        : base(key, flag, valueName, help)
    {
        _form = form;
        _get = get;
        _with = with;
    }

    /// <inheritdoc/>
    public override string Allowed => _form.Allowed;

    /// <inheritdoc/>
    public override bool IsSwitch => _form.IsSwitch;

    /// <inheritdoc/>
    public override TOptions Apply(TOptions options, string text) =>
        _form.TryRead(text, out T? value)
            ? _with(options, value)
            : throw new ConfigurationException($"{Flag} is {Quoted.Of(text)}, but must be {Allowed}.");

    /// <inheritdoc/>
    public override TOptions Apply(TOptions options, TomlEntry entry) =>
        _form.TryRead(entry.Value, out T? value)
            ? _with(options, value)
            : throw entry.Value.Location.Error($"{Key} is {entry.Value.Description}", $"it must be {Allowed}");

    /// <inheritdoc/>
    public override string? Write(TOptions options) => _get(options) is { } value ? _form.Write(value) : null;
}
