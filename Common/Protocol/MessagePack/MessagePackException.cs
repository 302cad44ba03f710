namespace Mcu.Common.Protocol.MessagePack;

/// <summary>
/// The bytes are not MessagePack, or not the value that was asked for. The message is a sentence for people.
/// </summary>
public sealed class MessagePackException : FormatException
{
    /// <summary>Makes one; nothing of the input but numbers may stand in the message.</summary>
    public MessagePackException(string message)
        : base(message)
    {
    }
}
