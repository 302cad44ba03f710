using Mcu.Testing.Pairs;

namespace Mcu.EndToEnd.Tests.Processes;

// Servers and clients of a pair of backends.
internal static class PairProcesses
{
    public static Task<ServerProcess> StartServerAsync(this BackendPair pair, params string[] arguments) =>
        pair.StartServerAsync(0, arguments);

    public static Task<ServerProcess> StartServerAsync(this BackendPair pair, int port, params string[] arguments) =>
        ServerProcess.StartAsync(port, ["--transport", pair.ServerName, .. arguments]);

    public static Task<ClientProcess> JoinAsync(this BackendPair pair, ServerProcess server, string name, params string[] arguments) =>
        ClientProcess.JoinAsync(server, name, ["--transport", pair.ClientName, .. arguments]);
}
