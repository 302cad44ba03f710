using Mcu.Common.Configuration.Toml;

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
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file",
                UnauthorizedAccessException when Directory.Exists(path) => "it is a directory",
                UnauthorizedAccessException => "it may not be read",
                ArgumentException => "that is no path",
                _ => failure.Message.TrimEnd('.'),
            };
            throw new ConfigurationException($"The configuration file \"{path}\" cannot be read: {reason}.", failure);
        }
    }
}
