using Mcu.Common.Transport;
using Mcu.Server.Admission;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// How a connection is known again in rooms.
internal static class Visitors
{
    // So much of an identity that an operator can tell people apart in a log, and too little to know them elsewhere.
    private const int ShownDigits = 8;

    public static Visitor Of(ITransportConnection connection) =>
        new(connection.PeerFingerprint?.ToString(), AddressKey(AddressBlock.Of(connection.RemoteEndPoint.Address)));

    public static string ShortIdentity(Visitor visitor) => visitor.Identity?[..ShownDigits] ?? "none";

    private static string AddressKey(AddressBlock block) => $"{(block.IsInet4 ? "inet4" : "inet6")} {block.Bits:x}";
}
