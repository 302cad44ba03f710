using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Mcu.Common.Addressing;

namespace Mcu.Server.Hosting;

// Where an invite sends people: what the operator says, or the best guess that a machine can make about itself.
internal static class InviteAddress
{
    // `publicAddress` without a port means the one we listen on. `machine` are the addresses of this machine, the likeliest first;
    // `hostName` is the last resort.
    public static ServerAddress Choose(
        string? publicAddress, IPEndPoint bound, IReadOnlyList<IPAddress> machine, string hostName)
    {
        if (publicAddress is not null)
        {
            return ServerAddress.TryParse($"{publicAddress}:{bound.Port}", out ServerAddress? withPort)
                ? withPort
                : ServerAddress.Parse(publicAddress);
        }

        bool anyInet4 = bound.Address.Equals(IPAddress.Any);
        bool anyInet6 = bound.Address.Equals(IPAddress.IPv6Any);
        if (!anyInet4 && !anyInet6)
        {
            return ServerAddress.Of(bound);
        }

        // IPv4 first, since everybody has it; an endpoint on every IPv6 address takes it too.
        IPAddress? reachable = machine.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork)
            ?? (anyInet6 && machine.Count > 0 ? machine[0] : null);
        if (reachable is not null)
        {
            return ServerAddress.Of(new IPEndPoint(reachable, bound.Port));
        }

        return ServerAddress.TryParse($"{hostName}:{bound.Port}", out ServerAddress? named)
            ? named
            : ServerAddress.Parse($"localhost:{bound.Port}");
    }

    // Those by which others may reach it, neither loopback nor link-local; of networks that lead on to others first.
    public static IReadOnlyList<IPAddress> OfThisMachine()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(network => network.OperationalStatus == OperationalStatus.Up
                        && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                    .Select(network => network.GetIPProperties())
                    .OrderByDescending(network => network.GatewayAddresses.Count > 0)
                    .SelectMany(network => network.UnicastAddresses)
                    .Select(unicast => unicast.Address)
                    .Where(address => !IsLocal(address)),
            ];
        }
        catch (Exception failure) when (failure is NetworkInformationException or PlatformNotSupportedException)
        {
            // The guess is worse without them, and that is all.
            return [];
        }
    }

    // 169.254.0.0/16 is IPv4's link-local block (RFC 3927).
    private static bool IsLocal(IPAddress address) => IPAddress.IsLoopback(address)
        || address.IsIPv6LinkLocal
        || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, _, _]);
}
