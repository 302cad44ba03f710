namespace Mcu.Common.Protocol;

/// <summary>
/// A well-formed message of a type that is not known here. A server answers it with <see cref="Error"/> and
/// <see cref="ErrorCode.UnknownMessage"/>; a client passes over it.
/// </summary>
/// <param name="TypeNumber">The type it came with.</param>
/// <param name="RequestId">
/// The id to answer with: the first field where the type is of a request and the field is an id, otherwise 0.
/// </param>
public sealed record UnknownMessage(ControlMessageType TypeNumber, uint RequestId) : ControlMessage
{
    private const ushort FirstRequest = 0x01;
    private const ushort LastRequest = 0x3f;

    /// <inheritdoc/>
    public override ControlMessageType Type => TypeNumber;

    internal override int FieldCount => 0;

    internal override void WriteFields(FieldWriter fields) =>
        throw new InvalidOperationException("A message of unknown type cannot be written.");

    internal static UnknownMessage Read(ControlMessageType type, ref FieldReader fields) =>
        new(type, (ushort)type is >= FirstRequest and <= LastRequest ? fields.ReadRequestIdOrZero() : 0);
}
