using System.Reflection;
using Mcu.Common.Opus;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;

namespace Mcu.Server.Hosting;

// What this program is and what it stands on.
internal static class ServerVersion
{
    public static string Number { get; } =
        typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    // As hello's answer and --version have it.
    public static string Software { get; } = $"mcu-server/{Number}";

    // The program's version and those of its libraries, one a line. A library that is missing is said to be.
    public static string Describe() =>
        $"mcu-server {Number}\n{Try(() => Ngtcp2Transport.Load().Library)}\n{Try(() => OpusLibrary.Version)}";

    private static string Try(Func<string> version)
    {
        try
        {
            return version();
        }
        catch (Exception missing) when (missing is TransportException or OpusException)
        {
            return missing.Message;
        }
    }
}
