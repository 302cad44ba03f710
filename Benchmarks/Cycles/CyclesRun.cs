using System.Diagnostics;
using System.Net;
using Mcu.Benchmarks.Load;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;

namespace Mcu.Benchmarks.Cycles;

// One run from start to end: a server of its own, lanes in which people come and go, and both processes looked at three times
// while nobody does.
internal sealed class CyclesRun(CyclesOptions options, ProgressLine progress, TextWriter errors)
{
    private readonly ITransport _transport = TransportBackends.Load(options.Transport).Transport;
    private readonly List<CyclesReading> _readings = [];
    private int _next;
    private int _done;
    private int _failed;

    // Throws LoadException and TransportException, both with a sentence; OperationCanceledException.
    public async Task<CyclesResult> RunAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(CyclesLimits.Patience(options));
        try
        {
            return await MeasureAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LoadException(
                $"Only {_done} of {options.Count} cycles were over within {CyclesLimits.Patience(options).TotalSeconds:0} s, "
                + "and the run was given up.");
        }
        finally
        {
            progress.Clear();
        }
    }

    private async Task<CyclesResult> MeasureAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var speech = SpeechPackets.Tone();
        await using ServerUnderTest server = await ServerUnderTest.StartAsync(FlagsFor, cancellationToken);
        await using var drain = new ControlDrain();
        var lanes = new List<Lane>();
        try
        {
            ConnectOptions To(IPEndPoint endPoint) =>
                new() { EndPoint = endPoint, Check = certificates => Check(certificates, server) };
            while (lanes.Count < options.Parallel)
            {
                lanes.Add(await Lane.OpenAsync(
                    lanes.Count, _transport, server.EndPoint, To, speech, drain, cancellationToken));
            }

            foreach (int percent in CyclesLimits.ReadAt)
            {
                int until = Math.Max(1, (int)((long)options.Count * percent / 100));
                await Task.WhenAll(lanes.Select(lane => GoOnAsync(lane, until, server, cancellationToken)));
                await Task.Delay(
                    options.DropPercent > 0 ? CyclesLimits.SettleDropped : CyclesLimits.Settle, cancellationToken);
                _readings.Add(new CyclesReading(until, server.ReadFootprint(), Footprint.OfThisProcess()));
            }
        }
        finally
        {
            foreach (Lane lane in lanes)
            {
                await lane.DisposeAsync();
            }
        }

        _ = await server.StopAsync(cancellationToken);
        return new CyclesResult
        {
            Transport = _transport.Name,
            Library = _transport.Library,
            Cycles = _done,
            Failed = _failed,
            Dropped = Enumerable.Range(0, options.Count).Count(options.IsDropped),
            Parallel = options.Parallel,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3),
            Readings = _readings,
            Level = Steadiness.Of(_readings),
        };
    }

    // One cycle after the other, until so many are begun by all lanes together.
    private async Task GoOnAsync(Lane lane, int until, ServerUnderTest server, CancellationToken cancellationToken)
    {
        while (TryBegin(until, out int cycle))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(CyclesLimits.CyclePatience);
            try
            {
                await lane.CycleAsync(cycle, options.IsDropped(cycle), patience.Token);
            }
            catch (Exception e) when (e is LoadException or TransportException or ProtocolException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested)
            {
                // Where it is gone there is nothing to go on with.
                _ = server.ReadFootprint();
                await FailAsync(cycle, e);
            }

            progress.Show("cycles", Interlocked.Increment(ref _done), options.Count);
        }
    }

    private bool TryBegin(int until, out int cycle)
    {
        do
        {
            cycle = Volatile.Read(ref _next);
        }
        while (cycle < until && Interlocked.CompareExchange(ref _next, cycle + 1, cycle) != cycle);
        return cycle < until;
    }

    // The first few are told; more of them say nothing new.
    private async Task FailAsync(int cycle, Exception failure)
    {
        const int Told = 5;
        if (Interlocked.Increment(ref _failed) <= Told)
        {
            string sentence = failure is OperationCanceledException
                ? $"It was not over within {CyclesLimits.CyclePatience.TotalSeconds:0} s."
                : failure.Message;
            await errors.WriteLineAsync($"Cycle {cycle + 1} failed: {sentence}");
        }
    }

    private IReadOnlyList<string> FlagsFor(string dataDirectory)
    {
        // Those who are gone without a word are there until the idle timeout, those who have closed for a moment more.
        const int Closing = 1_000;
        int ghosts = options.Count * options.DropPercent / 100;
        string[] asked =
            ["--transport", _transport.Name, "--idle-timeout", $"{CyclesLimits.IdleTimeoutSeconds}", .. options.ServerFlags];
        return ServerFlags.For((2 * options.Parallel) + ghosts + Closing, options.Parallel, LoadLimits.MaxRoomSize, dataDirectory, asked);
    }

    private static string? Check(PeerCertificates certificates, ServerUnderTest server) =>
        certificates.Fingerprint.Equals(server.Fingerprint)
            ? null
            : $"The server's certificate is {certificates.Fingerprint}; {server.Fingerprint} was to be expected.";
}
