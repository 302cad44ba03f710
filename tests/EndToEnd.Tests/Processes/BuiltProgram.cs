using System.Reflection;

namespace Mcu.EndToEnd.Tests.Processes;

// Where the build put the programs under test.
internal static class BuiltProgram
{
    // Name: mcu-server or mcu-client.
    public static string PathOf(string name) => typeof(BuiltProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == name).Value!;

    // The dotnet that runs this test runs them too.
    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
