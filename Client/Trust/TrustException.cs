namespace Mcu.Client.Trust;

/// <summary>A server that is not to be trusted, or a file about trust that cannot be used. The message is a sentence for people.</summary>
public sealed class TrustException : Exception
{
    /// <summary>Makes one.</summary>
    public TrustException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
