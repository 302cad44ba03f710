using Mcu.Common.Protocol;

namespace Mcu.Server.Signaling;

// Phase 1: the first message must be a hello, by which both ends agree on a version.
internal sealed partial class ControlSession
{
    private void HandleBeforeHello(ControlMessage message)
    {
        if (message is not Hello hello)
        {
            throw OutOfOrder(message, "the first message must be hello");
        }

        ushort version = ProtocolVersion.Choose(hello.MinVersion, hello.MaxVersion);
        if (version == 0)
        {
            throw new ProtocolException(
                CloseCode.IncompatibleVersion,
                $"Your client speaks versions {hello.MinVersion} to {hello.MaxVersion} of the protocol; "
                + $"this server speaks {ProtocolVersion.Min} to {ProtocolVersion.Max}.");
        }

        _phase = SessionPhase.OutsideRoom;
        Send(new Welcome(
            hello.RequestId, version, _context.Software, ProtocolLimits.MaxDatagramBytes, (ushort)_context.Rooms.Capacity));
    }

    private static ProtocolException OutOfOrder(ControlMessage message, string rule) =>
        new(CloseCode.ProtocolViolation, $"A message of type 0x{(ushort)message.Type:x2} came out of order: {rule}.");
}
