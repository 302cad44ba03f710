namespace Mcu.Common.Protocol;

/// <summary>
/// The peer broke the protocol and its connection must be closed. The message is the sentence to close with: what stood
/// where, and what is allowed; it holds nothing of the peer's text.
/// </summary>
public sealed class ProtocolException : Exception
{
    /// <summary>Makes one.</summary>
    public ProtocolException(CloseCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>The code to close the connection with.</summary>
    public CloseCode Code { get; }
}
