using System.Globalization;
using Mcu.Common.Transport;

namespace Mcu.Benchmarks.Load;

// Runs again and again, each time with a new server, until it is known how many it serves on time.
internal sealed class Ramp(LoadOptions options, SpeechPackets speech, ProgressLine progress, TextWriter errors)
{
    // What counts as late: a quarter of a frame, in one tick of a hundred.
    private const double LatenessMs = 5;

    // The last run that was on time, with all the steps. Throws LoadException where not even the first was.
    public async Task<LoadResult> RunAsync(CancellationToken cancellationToken)
    {
        bool isCalls = options.Calls > 0;
        RampSearch search = isCalls
            ? new(options.Calls, LoadLimits.MaxCalls)
            : new(options.Participants, Math.Min(LoadLimits.MaxRoomSize, LoadLimits.MaxParticipants / options.Rooms));
        var steps = new List<RampStep>();
        LoadResult? best = null;
        while (search.Next is { } size)
        {
            progress.Prefix = string.Create(CultureInfo.InvariantCulture, $"{size} {(isCalls ? "calls" : "in a room")}: ");
            LoadOptions sized = isCalls
                ? options with { Calls = size }
                : options with { Participants = size, Talkers = Math.Min(options.Talkers, size) };
            (RampStep step, LoadResult? result) = await StepAsync(sized, size, cancellationToken);
            await errors.WriteLineAsync(progress.Prefix + step.Describe());
            steps.Add(step);
            search.Tell(size, step.OnTime);
            best = step.OnTime && size == search.Reached ? result : best;
        }

        return best is null
            ? throw new LoadException(
                $"The server was not on time with {steps[0].Size} already; begin with fewer (--participants, --calls).")
            : best with { RampReached = search.Reached, RampSteps = steps };
    }

    private async Task<(RampStep Step, LoadResult? Result)> StepAsync(
        LoadOptions sized, int size, CancellationToken cancellationToken)
    {
        try
        {
            LoadResult result = await new LoadRun(sized, speech, progress).RunAsync(cancellationToken);
            bool onTime = result.ParticipantsGone == 0 && result.TickLatenessP99 <= LatenessMs;
            return (new RampStep(size, result.TickLatenessP99, result.ServerCpu, onTime), result);
        }
        catch (Exception e) when (e is LoadException or TransportException)
        {
            // As good as late: so many cannot be served.
            await errors.WriteLineAsync(e.Message);
            return (new RampStep(size, null, null, false), null);
        }
    }
}
