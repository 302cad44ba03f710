using Mcu.Common;
using Mcu.Common.Opus;
using Mcu.Common.Transport.Backends;

namespace Mcu.Server.Hosting;

// What this program is and what it stands on.
internal static class ServerVersion
{
    private const string Program = "mcu-server";

    // As the answer to hello has it.
    public static string Software { get; } = $"{Program}/{ProgramVersion.Number}";

    // As --version has it.
    public static string Describe() =>
        ProgramVersion.Describe(Program, TransportBackends.DescribeChoice, () => OpusLibrary.Version);
}
