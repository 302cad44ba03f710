namespace Mcu.Client.Control;

/// <summary>A client that cannot be controlled, or not from here. The message is a sentence for people.</summary>
public sealed class ControlException : Exception
{
    /// <summary>Makes one.</summary>
    public ControlException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
