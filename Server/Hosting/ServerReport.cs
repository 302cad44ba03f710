using System.Globalization;
using System.Net;
using Mcu.Common.Addressing;
using Mcu.Common.Transport;

namespace Mcu.Server.Hosting;

// The plain `key value` lines on standard output, which scripts and tests read. Names are stable; docs/server.md lists them.
internal static class ServerReport
{
    public static void WriteStart(TextWriter output, ITransport transport, ServerHost host, ServerOptions options)
    {
        Write(output, "listening", host.LocalEndPoint.ToString());
        Write(output, "transport", transport.Name);
        Write(output, "fingerprint", host.Fingerprint.ToString());
        ServerAddress address = InviteAddress.Choose(
            options.PublicAddress, host.LocalEndPoint, InviteAddress.OfThisMachine(), Dns.GetHostName());
        Write(output, "invite", new Invite(address, options.InviteRoom, host.Fingerprint).ToString());
    }

    // `reason` is one word.
    public static void WriteEnd(TextWriter output, ServerHost host, string reason)
    {
        Mixing.MixStatistics mixing = host.Statistics;
        Write(output, "delay_ms_p50", mixing.AddedDelay.Percentile(0.5));
        Write(output, "delay_ms_p99", mixing.AddedDelay.Percentile(0.99));
        Write(output, "delay_samples", mixing.AddedDelay.Count);
        Write(output, "tick_lateness_ms_p50", host.Scheduler.Lateness.Percentile(0.5));
        Write(output, "tick_lateness_ms_p99", host.Scheduler.Lateness.Percentile(0.99));
        Write(output, "tick_lateness_ms_p999", host.Scheduler.Lateness.Percentile(0.999));
        Write(output, "tick_ms_p50", host.Scheduler.TickTime.Percentile(0.5));
        Write(output, "tick_ms_p99", host.Scheduler.TickTime.Percentile(0.99));
        Write(output, "ticks", host.Scheduler.Lateness.Count);
        Write(output, "ticks_skipped", host.Scheduler.Skipped);
        Write(output, "ticks_failed", host.Scheduler.Faults);
        Write(output, "datagrams_in", mixing.DatagramsIn);
        Write(output, "datagrams_out", mixing.DatagramsOut);
        Write(output, "datagrams_malformed", mixing.Malformed);
        Write(output, "datagrams_overflowed", mixing.Overflowed);
        Write(output, "datagrams_outside_room", mixing.OutsideRoom);
        Write(output, "datagrams_over_rate", mixing.OverRate);
        Write(output, "datagrams_unheard", mixing.Unheard);
        Write(output, "datagrams_refused", mixing.Refused);
        (long blocked, long lost) = host.DatagramsNotArrived;
        Write(output, "datagrams_blocked", blocked);
        Write(output, "datagrams_lost", lost);
        Write(output, "packets_received", mixing.Received);
        Write(output, "packets_late", mixing.Late);
        Write(output, "packets_lost", mixing.Lost);
        Write(output, "frames_fec", mixing.FecRebuilt);
        Write(output, "frames_concealed", mixing.Concealed);
        Write(output, "frames_decoded", mixing.Decodes);
        Write(output, "frames_encoded", mixing.Encodes);
        Write(output, "packets_forwarded", mixing.Forwards);
        Write(output, "mix_classes_max", mixing.MostMixClasses);
        Write(output, "overloads", mixing.Overloads);
        Write(output, "overload_step", host.Scheduler.OverloadStep);
        Write(output, "ended", reason);
    }

    private static void Write(TextWriter output, string key, double value) =>
        Write(output, key, value.ToString("0.000", CultureInfo.InvariantCulture));

    private static void Write(TextWriter output, string key, long value) =>
        Write(output, key, value.ToString(CultureInfo.InvariantCulture));

    private static void Write(TextWriter output, string key, string value)
    {
        output.WriteLine($"{key} {value}");
        output.Flush();
    }
}
