namespace Mcu.Common.Protocol;

/// <summary>
/// One message of the control stream, on the wire a MessagePack array <c>[type, …fields]</c>. Immutable. It is a
/// <see cref="ControlRequest"/>, a <see cref="ControlAnswer"/>, a <see cref="ControlEvent"/> or an <see cref="UnknownMessage"/>.
/// </summary>
public abstract record ControlMessage
{
    private protected ControlMessage()
    {
    }

    /// <summary>What stands first in the array.</summary>
    public abstract ControlMessageType Type { get; }

    // How many fields follow the type.
    internal abstract int FieldCount { get; }

    internal abstract void WriteFields(FieldWriter fields);
}

/// <summary>Client to server; gets exactly one <see cref="ControlAnswer"/> with the same id.</summary>
/// <param name="RequestId">
/// 1 to 2^32 − 1, chosen by the client; not in use for another request that is still unanswered.
/// </param>
public abstract record ControlRequest(uint RequestId) : ControlMessage;

/// <summary>Server to client; answers one request.</summary>
/// <param name="RequestId">The id of the request that is answered.</param>
public abstract record ControlAnswer(uint RequestId) : ControlMessage;

/// <summary>Server to client, unasked and unanswered.</summary>
public abstract record ControlEvent : ControlMessage;
