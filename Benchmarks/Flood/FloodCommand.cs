using System.Globalization;
using System.Net;
using System.Text.Json;
using Mcu.Common.Configuration;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;

namespace Mcu.Benchmarks.Flood;

// `flood ADDRESS:PORT ROOM ATTEMPTS SECONDS COMMANDS [TRANSPORT]`: so many attempts to connect, spread over that time, and meanwhile
// so many commands from one member of the room. Prints one JSON line of what became of them. This machine only, and bounded.
internal static class FloodCommand
{
    private const string Usage =
        "flood takes ADDRESS:PORT ROOM ATTEMPTS SECONDS COMMANDS [TRANSPORT]: an address of this machine, at most 10000 attempts in "
        + "1 to 60 s, at most 1000000 commands, and what carries QUIC to the server, ngtcp2 where nothing is said.";

    private static readonly ChoiceForm<TransportPreference> s_transport = new(TransportBackends.Words);

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        TransportPreference preference = TransportPreference.Ngtcp2;
        if (arguments.Length is not (5 or 6)
            || !IPEndPoint.TryParse(arguments[0], out IPEndPoint? server)
            || !IPAddress.IsLoopback(server.Address)
            || !TryRead(arguments[2], 10_000, out int attempts)
            || !TryRead(arguments[3], 60, out int seconds)
            || !TryRead(arguments[4], 1_000_000, out int commands)
            || (arguments.Length == 6 && !s_transport.TryRead(arguments[5], out preference)))
        {
            await errors.WriteLineAsync(Usage);
            return 1;
        }

        ITransport transport;
        try
        {
            transport = TransportBackends.Load(preference).Transport;
        }
        catch (TransportException missing)
        {
            await errors.WriteLineAsync(missing.Message);
            return 1;
        }

        await using CommandFlood member = await CommandFlood.JoinAsync(transport, server, arguments[1]);
        var strangers = new ConnectionFlood(transport, server);
        await Task.WhenAll(strangers.RunAsync(attempts, TimeSpan.FromSeconds(seconds)), member.RunAsync(commands));
        bool left = await member.LeaveAsync() is Ok;
        await output.WriteLineAsync(JsonSerializer.Serialize(new
        {
            refused = strangers.Refused,
            let_in = strangers.LetIn,
            unanswered = strangers.Unanswered,
            rate_limited = member.RateLimited,
            carried_out = member.CarriedOut,
            left,
        }));
        return 0;
    }

    private static bool TryRead(string text, int most, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1 && value <= most;
}
