using System.Buffers;
using System.Buffers.Binary;
using Mcu.Common.Protocol.MessagePack;

namespace Mcu.Common.Protocol;

/// <summary>
/// Control messages to bytes and back. Pure; any thread. Decoding is strict about what it knows (kinds, ranges, lengths, missing
/// fields) and open to what it does not (further fields, further types), so that a newer peer can say more.
/// </summary>
public static class ControlCodec
{
    private const int UsualFrameBytes = 128;

    /// <summary>Writes a message as one whole frame, length included. The array may be sent to many connections.</summary>
    /// <exception cref="ArgumentException">A field is beyond its limit, which the sentence names.</exception>
    public static byte[] EncodeFrame(ControlMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var output = new ArrayBufferWriter<byte>(UsualFrameBytes);
        output.Write("\0\0\0\0"u8);
        message.WriteFields(new FieldWriter(output, message));
        byte[] frame = output.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - ControlFrame.HeaderBytes);
        return frame;
    }

    /// <summary>Reads the body of one frame.</summary>
    /// <param name="body">The frame without its length, as <see cref="ControlFrame.TryRead"/> gives it.</param>
    /// <returns>The message; <see cref="UnknownMessage"/> where its type is not known.</returns>
    /// <exception cref="ProtocolException">It is malformed; nothing else is ever thrown.</exception>
    public static ControlMessage Decode(in ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
        {
            return Decode(body.FirstSpan);
        }

        ControlFrame.CheckLength(body.Length);
        byte[] whole = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(whole);
            return Decode(whole.AsSpan(0, (int)body.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <inheritdoc cref="Decode(in ReadOnlySequence{byte})"/>
    public static ControlMessage Decode(ReadOnlySpan<byte> body)
    {
        ControlFrame.CheckLength(body.Length);
        var fields = new FieldReader(body);
        try
        {
            ControlMessage message = Read(ref fields);
            fields.Finish();
            return message;
        }
        catch (MessagePackException e)
        {
            throw fields.Malformed(e);
        }
    }

    private static ControlMessage Read(ref FieldReader fields)
    {
        ControlMessageType type = fields.ReadType();
        return type switch
        {
            ControlMessageType.Hello => Hello.Read(ref fields),
            ControlMessageType.Join => Join.Read(ref fields),
            ControlMessageType.Leave => Leave.Read(ref fields),
            ControlMessageType.Mute => Mute.Read(ref fields),
            ControlMessageType.Kick => Kick.Read(ref fields),
            ControlMessageType.ForceMute => ForceMute.Read(ref fields),
            ControlMessageType.Block => Block.Read(ref fields),
            ControlMessageType.Error => Error.Read(ref fields),
            ControlMessageType.Ok => Ok.Read(ref fields),
            ControlMessageType.Welcome => Welcome.Read(ref fields),
            ControlMessageType.Joined => Joined.Read(ref fields),
            ControlMessageType.RosterPart => RosterPart.Read(ref fields),
            ControlMessageType.ParticipantJoined => ParticipantJoined.Read(ref fields),
            ControlMessageType.ParticipantLeft => ParticipantLeft.Read(ref fields),
            ControlMessageType.HostChanged => HostChanged.Read(ref fields),
            ControlMessageType.ServerShuttingDown => ServerShuttingDown.Read(ref fields),
            ControlMessageType.MuteChanged => MuteChanged.Read(ref fields),
            ControlMessageType.Talking => Talking.Read(ref fields),
            _ => UnknownMessage.Read(type, ref fields),
        };
    }
}
