namespace Mcu.Common.Configuration;

/// <summary>
/// A configuration cannot be used. The message is a sentence for whoever wrote it: what stood there, what is allowed.
/// </summary>
public class ConfigurationException : FormatException
{
    /// <summary>With that sentence.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>With that sentence, and what led to it.</summary>
    public ConfigurationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
