using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Mcu.Common.Addressing;
using Mcu.Common.Transport;

namespace Mcu.Benchmarks.Load;

// One run from start to end: a server, everybody in it, talk, and the figures.
internal sealed class LoadRun(LoadOptions options, SpeechPackets speech, ProgressLine progress)
{
    private const int SettleMs = 300;

    private readonly LoadPlan _plan = new(options);

    // How long it may take at most, whatever happens.
    public TimeSpan Patience => LoadLimits.JoinPatience(_plan.Seats.Count) + LoadLimits.QuietPatience + LoadLimits.Overhead
        + TimeSpan.FromSeconds(options.WarmUpSeconds + options.Seconds);

    // Throws LoadException and TransportException, both with a sentence; OperationCanceledException.
    public async Task<LoadResult> RunAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await MeasureAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LoadException($"The run was not over within {Patience.TotalSeconds:0} s, and was given up.");
        }
        finally
        {
            progress.Clear();
        }
    }

    private async Task<LoadResult> MeasureAsync(CancellationToken cancellationToken)
    {
        var codec = new CodecCost(speech, _plan.VoicesMixed);
        progress.Show("measuring the codec", 0, 1);
        await codec.MeasureAsync(cancellationToken);
        await using ServerUnderTest? server = options.Server is null
            ? await ServerUnderTest.StartAsync(data => ServerFlags.For(_plan, data, options.ServerFlags), cancellationToken)
            : null;
        (IPEndPoint endPoint, CertificateFingerprint fingerprint) = server is not null
            ? (server.EndPoint, server.Fingerprint)
            : (await ResolveAsync(options.Server!.Value.Address, cancellationToken), options.Server.Value.Fingerprint);
        await Task.Delay(SettleMs, cancellationToken);
        ProcessReading? empty = server?.Read();
        await using var crowd = new Crowd(endPoint, fingerprint, _plan.Seats.Count);
        await FillAsync(crowd, cancellationToken);

        using var talk = new Talk(
            crowd.Clients
                .Where(client => client.Seat.EverTalks)
                .Select(client => new Talker(client.Seat, client.Connection, speech)),
            crowd.SendQueued);
        long started = Stopwatch.GetTimestamp();
        talk.Start();
        await WaitAsync("warming up", options.WarmUpSeconds, cancellationToken);
        var begin = LoadSample.Take(crowd, talk, server);
        await WaitAsync("measuring", options.Seconds, cancellationToken);
        var end = LoadSample.Take(crowd, talk, server);
        talk.Dispose();
        double talked = Stopwatch.GetElapsedTime(started).TotalSeconds;

        // What is under way arrives, and the streams end as they do for people.
        await Task.Delay(2 * SettleMs, cancellationToken);
        StreamReading[] heard = [.. crowd.Clients.Select(client => client.Heard.Read())];
        var drops = SocketDrops.Of(endPoint);
        int gone = crowd.Gone.Count();
        ServerLines lines = server is null ? ServerLines.None : await server.StopAsync(cancellationToken);
        await codec.MeasureAsync(cancellationToken);
        return LoadFigures.Of(new LoadRunReadings
        {
            Plan = _plan,
            Empty = empty,
            Begin = begin,
            End = end,
            Heard = heard,
            Drops = drops,
            Lines = lines,
            TalkSeconds = _plan.TalkersAtOnce > 0 ? talked : 0,
            UplinkSent = talk.Sent,
            GeneratorLateness = talk.Lateness.Count > 0 ? talk.Lateness.Percentile(0.99) : null,
            EncodeSeconds = codec.Encode,
            DecodeSeconds = codec.Decode,
            Gone = gone,
        });
    }

    private async Task FillAsync(Crowd crowd, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LoadLimits.JoinPatience(_plan.Seats.Count + _plan.EmptyRooms.Count));
        int visited = 0;
        int joined = 0;
        try
        {
            if (_plan.EmptyRooms.Count > 0)
            {
                await crowd.VisitAsync(
                    _plan.EmptyRooms,
                    () => progress.Show("making empty rooms", ++visited, _plan.EmptyRooms.Count),
                    patience.Token);
            }

            await crowd.JoinAsync(
                _plan.Seats,
                () => progress.Show("joining", Interlocked.Increment(ref joined), _plan.Seats.Count),
                patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LoadException($"Only {joined} of {_plan.Seats.Count} had joined when the patience for it was over.");
        }
        catch (Exception e) when (MayBeTooMany(e) && options.Server is not null)
        {
            throw new LoadException(
                $"{e.Message} {joined} of {_plan.Seats.Count} had joined. All of them come from one address: the server must allow it "
                + "by max_connections_per_ip, connect_rate_per_ip and connect_burst_per_ip, and have room for them by "
                + "max_connections and max_room_size.",
                e);
        }
    }

    // Whether the server said no; not where there is none, or another one.
    private static bool MayBeTooMany(Exception e) =>
        e is LoadException or TransportException { Error: TransportError.ConnectionEnded };

    // Against one clock from first to last: the timer's is coarser, and may end each of many waits a millisecond early.
    private async Task WaitAsync(string phase, int seconds, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (int second = 0; second < seconds; second++)
        {
            progress.Show(phase, second, seconds);
            while (TimeSpan.FromSeconds(second + 1) - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), cancellationToken);
            }
        }
    }

    private static async Task<IPEndPoint> ResolveAsync(ServerAddress address, CancellationToken cancellationToken)
    {
        try
        {
            return (await address.ResolveAsync(cancellationToken))[0];
        }
        catch (SocketException e)
        {
            throw new LoadException($"{address} is not known here: {e.Message}", e);
        }
    }
}
