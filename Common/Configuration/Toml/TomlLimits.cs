namespace Mcu.Common.Configuration.Toml;

/// <summary>What the reader takes at most, so that no document can take much memory or stack.</summary>
public static class TomlLimits
{
    /// <summary>Bytes of UTF-8 in a document. Arbitrary: a configuration by hand has a few thousand.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>How deep tables and arrays may lie within each other, the parts of dotted keys counted. Arbitrary.</summary>
    public const int MaxDepth = 64;

    internal static string DepthAllowed => $"at most {MaxDepth} levels of tables and arrays are allowed";
}
