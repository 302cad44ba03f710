using Mcu.Common.Configuration.Toml;
using Mcu.Common.Files;

namespace Mcu.Common.Configuration;

/// <summary>Reads a configuration file, however large it claims to be.</summary>
public static class ConfigurationFile
{
    /// <summary>Reads a TOML document of at most <see cref="TomlLimits.MaxBytes"/>. A pipe is a file too.</summary>
    /// <param name="path">Where it is; relative to the working directory.</param>
    /// <exception cref="ConfigurationException">There is no such file, it cannot be read, or it is not TOML.</exception>
    public static TomlTable Read(string path)
    {
        // One byte more than allowed is enough to know.
        byte[] bytes = new byte[TomlLimits.MaxBytes + 1];
        try
        {
            using FileStream file = File.OpenRead(path);
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return TomlDocument.Parse(bytes.AsSpan(0, length), path);
        }
        catch (Exception failure) when (FileReason.IsOne(failure))
        {
            throw new ConfigurationException(
                $"The configuration file \"{path}\" cannot be read: {FileReason.Of(failure, path)}.", failure);
        }
    }
}
