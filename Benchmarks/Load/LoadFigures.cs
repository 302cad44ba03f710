using System.Diagnostics;
using Mcu.Common;
using Mcu.Common.Audio;

namespace Mcu.Benchmarks.Load;

// From what was read to what is printed. Pure.
internal static class LoadFigures
{
    // How long after the last word the server goes on mixing.
    private const double HangoverSeconds = (double)VoiceActivity.DefaultHangoverFrames / AudioFormat.FramesPerSecond;

    public static LoadResult Of(LoadRunReadings run)
    {
        LoadPlan plan = run.Plan;
        ServerLines lines = run.Lines;
        double seconds = Stopwatch.GetElapsedTime(run.Begin.At, run.End.At).TotalSeconds;
        double talked = run.TalkSeconds + HangoverSeconds;
        double? encodes = PerSecond(lines.Number("frames_encoded"));
        double? decodes = PerSecond(lines.Number("frames_decoded"));
        double? serverCpu = run is { Begin.Server: { } before, End.Server: { } after }
            ? (after.Processor - before.Processor).TotalSeconds / seconds
            : null;
        double[] rates = [.. Rates(run)];
        double? libopus = (encodes * run.EncodeSeconds) + (decodes * run.DecodeSeconds);
        bool hasDelay = lines.Number("delay_samples") > 0;
        return new LoadResult
        {
            Scenario = plan.Scenario,
            Transport = lines.Text("transport"),
            Participants = plan.Seats.Count,
            Rooms = plan.Rooms,
            Talkers = plan.TalkersAtOnce,
            EmptyRooms = plan.EmptyRooms.Count,
            Seconds = seconds,
            ServerCpu = serverCpu,
            GeneratorCpu = (run.End.Generator.Processor - run.Begin.Generator.Processor).TotalSeconds / seconds,
            RssMb = run.End.Server?.ResidentBytes / 1e6,
            RssPerParticipantKb = Percentiles.Ratio(
                (run.End.Server?.ResidentBytes - run.Empty?.ResidentBytes) / 1e3, plan.Seats.Count),
            TickLatenessP50 = lines.Number("tick_lateness_ms_p50"),
            TickLatenessP99 = lines.Number("tick_lateness_ms_p99"),
            TickLatenessP999 = lines.Number("tick_lateness_ms_p999"),
            TickP50 = lines.Number("tick_ms_p50"),
            TickP99 = lines.Number("tick_ms_p99"),
            TicksSkipped = lines.Number("ticks_skipped"),
            Overloads = lines.Number("overloads"),
            DelayP50 = hasDelay ? lines.Number("delay_ms_p50") : null,
            DelayP99 = hasDelay ? lines.Number("delay_ms_p99") : null,
            DatagramsSent = lines.Number("datagrams_out"),
            DatagramsReceived = run.Heard.Sum(heard => heard.Received),
            DatagramsLost = Lost(run),
            UplinkSent = run.UplinkSent,
            UplinkReceived = lines.Number("datagrams_in"),
            ServerSocketDrops = run.Empty is null ? null : run.Drops.AtServer,
            GeneratorSocketDrops = run.Drops.AtGenerator,
            ListenerPpsMin = rates.Length == 0 ? null : rates.Min(),
            ListenerPpsMean = rates.Length == 0 ? null : rates.Average(),
            ListenerPpsMax = rates.Length == 0 ? null : rates.Max(),
            EncodesPerSecond = encodes,
            DecodesPerSecond = decodes,
            ForwardsPerSecond = PerSecond(lines.Number("packets_forwarded")),
            MixClassesMax = lines.Number("mix_classes_max"),
            EncodeUs = run.EncodeSeconds * 1e6,
            DecodeUs = run.DecodeSeconds * 1e6,
            LibopusRatio = Percentiles.Ratio(serverCpu, libopus),
            GeneratorLatenessP99 = run.GeneratorLateness,
            ParticipantsGone = run.Gone,
        };

        double? PerSecond(double? count) => run.TalkSeconds > 0 ? count / talked : null;
    }

    // What no connection took, and what never came of that which one did take. A server elsewhere does not tell what it sent: then
    // it is the gaps, among which are packets that a forwarded talker lost on the way to the server.
    private static double Lost(LoadRunReadings run) =>
        run.Lines.Number("datagrams_out") is { } sent
            ? (run.Lines.Number("datagrams_refused") ?? 0) + Math.Max(0, sent - run.Heard.Sum(heard => heard.Received))
            : run.Heard.Sum(heard => heard.Lost);

    // Of everybody who was to hear somebody: packets a second while somebody else talked.
    private static IEnumerable<double> Rates(LoadRunReadings run)
    {
        for (int i = 0; i < run.Plan.Seats.Count; i++)
        {
            long frames = run.Plan.HeardFrames(run.Plan.Seats[i], run.Begin.Frame, run.End.Frame);
            if (frames > 0)
            {
                double heard = run.End.Heard[i].Received - run.Begin.Heard[i].Received;
                yield return heard * MonotonicClock.Second / (frames * AudioFormat.FrameDuration);
            }
        }
    }
}

// What a run has read. Empty: the server before anybody came. Heard: everybody's stream from the first packet to the last.
internal sealed record LoadRunReadings
{
    public required LoadPlan Plan { get; init; }

    public required ProcessReading? Empty { get; init; }

    public required LoadSample Begin { get; init; }

    public required LoadSample End { get; init; }

    public required IReadOnlyList<StreamReading> Heard { get; init; }

    public required SocketDrops Drops { get; init; }

    public required ServerLines Lines { get; init; }

    // From the first word to the last, warming up included; 0 where nobody talks.
    public required double TalkSeconds { get; init; }

    public required long UplinkSent { get; init; }

    public required double? GeneratorLateness { get; init; }

    public required double EncodeSeconds { get; init; }

    public required double DecodeSeconds { get; init; }

    public required int Gone { get; init; }
}
