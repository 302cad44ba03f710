namespace Mcu.Common.Configuration;

/// <summary>Forms of text that several settings have.</summary>
public static class TextForms
{
    /// <summary>The name of a file or a directory, as the system takes it.</summary>
    public static TextForm<string> Path { get; } = new(
        "a path that is not empty",
        text => string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) ? null : text,
        text => text);
}
