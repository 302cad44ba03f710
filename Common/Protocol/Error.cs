namespace Mcu.Common.Protocol;

/// <summary>The request was not carried out, and nothing has changed.</summary>
/// <param name="RequestId">See <see cref="ControlAnswer"/>; 0 where what is answered had no id.</param>
/// <param name="Code">Why, for programs.</param>
/// <param name="Sentence">Why, for people; at most <see cref="ProtocolLimits.MaxReasonBytes"/>.</param>
public sealed record Error(uint RequestId, ErrorCode Code, string Sentence) : ControlAnswer(RequestId)
{
    /// <inheritdoc/>
    public override ControlMessageType Type => ControlMessageType.Error;

    internal override int FieldCount => 3;

    internal override void WriteFields(FieldWriter fields)
    {
        fields.WriteInteger("request_id", RequestId, 0, uint.MaxValue);
        fields.WriteInteger("code", (ushort)Code, 0, ushort.MaxValue);
        fields.WriteText("sentence", Sentence, ProtocolLimits.MaxReasonBytes);
    }

    internal static Error Read(ref FieldReader fields) => new(
        (uint)fields.ReadInteger("request_id", 0, uint.MaxValue),
        (ErrorCode)fields.ReadInteger("code", 0, ushort.MaxValue),
        fields.ReadText("sentence", ProtocolLimits.MaxReasonBytes));
}
