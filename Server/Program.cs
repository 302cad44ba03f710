using Mcu.Common.Opus;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;
using Mcu.Server.Admission;
using Mcu.Server.Hosting;
using Mcu.Server.Metrics;
using Microsoft.Extensions.Logging;

try
{
    return await new ServerCommand(RunAsync, ServerVersion.Describe).InvokeAsync(args, Console.Out, Console.Error);
}
catch (IOException e)
{
    // Files that are read have sentences of their own; this is a disk that is full under --dump-config > FILE.
    await Console.Error.WriteLineAsync($"Standard output cannot be written: {e.Message}");
    return 1;
}

static async Task<int> RunAsync(ServerOptions options)
{
    try
    {
        OpusLibrary.EnsureLoaded();
        LoadedTransport loaded = TransportBackends.Load(options.Transport);
        using var stop = new StopSignal();
        using ILoggerFactory logs = ServerLogging.Create(options.LogLevel);
        await using var host = new ServerHost(loaded.Transport, options, logs, TimeProvider.System);
        HostingLog.Carried(logs.CreateLogger(HostingLog.Category), loaded.Description);
        ServerReport.WriteStart(Console.Out, loaded.Transport, host, options);
        // A server that can take nobody in any more must not look alive: whoever supervises it starts it anew.
        await await Task.WhenAny(stop.Received, host.Serving);
        string reason = await stop.Received;
        await host.StopAsync();
        try
        {
            ServerReport.WriteEnd(Console.Out, host, reason);
        }
        catch (IOException)
        {
            // Nobody is there to read it: the terminal was closed. Everybody was told all the same.
        }

        return 0;
    }
    catch (Exception failure) when (failure is TransportException or OpusException or AdmissionException or MetricsException)
    {
        // What an operator can mend: a library that is missing, an address that is taken, a certificate that has expired.
        await Console.Error.WriteLineAsync(failure.Message);
        return 1;
    }
}
