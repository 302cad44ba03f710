using System.Net;
using System.Net.Sockets;
using Mcu.Common.Transport;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// How a connection is known again in rooms.
internal static class Visitors
{
    // Of an IPv6 address that is what a provider gives to one household or one machine; the rest each of them chooses.
    private const int Ipv6Bytes = 64 / 8;

    // So much of an identity that an operator can tell people apart in a log, and too little to know them elsewhere.
    private const int ShownDigits = 8;

    public static Visitor Of(ITransportConnection connection) =>
        new(connection.PeerFingerprint?.ToString(), AddressKey(connection.RemoteEndPoint.Address));

    public static string ShortIdentity(Visitor visitor) => visitor.Identity?[..ShownDigits] ?? "none";

    private static string AddressKey(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, Ipv6Bytes))
            : address.ToString();
    }
}
