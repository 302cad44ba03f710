using System.Globalization;

namespace Mcu.Benchmarks.Load;

// How the server under test is started: with everybody from one address, its limits are raised to what the plan needs. What was
// asked for besides goes before ours. Pure.
internal static class ServerFlags
{
    // Beyond those who are in rooms: whoever makes the empty ones.
    private const int Spare = 10;

    public static IReadOnlyList<string> For(LoadPlan plan, string dataDirectory, IReadOnlyList<string> asked) =>
        For(plan.Seats.Count, plan.Rooms + plan.EmptyRooms.Count, plan.LargestRoom, dataDirectory, asked);

    // For so many at once in so many rooms.
    public static IReadOnlyList<string> For(
        int participants, int rooms, int largestRoom, string dataDirectory, IReadOnlyList<string> asked)
    {
        int connections = participants + Spare;
        List<string> all = ["--bind", "127.0.0.1:0", .. asked];
        Add("--data-dir", dataDirectory);
        Add("--log-level", "warn");
        Add("--max-connections", connections);
        Add("--max-connections-per-ip", connections);
        Add("--max-half-open", 2 * LoadLimits.JoinsAtOnce);
        Add("--connect-rate-per-ip", 10_000);
        Add("--connect-burst-per-ip", 100_000);
        Add("--signal-rate", 10_000);
        Add("--signal-burst", 100_000);
        Add("--voice-rate", 1_000);
        Add("--max-rooms", rooms + Spare);
        Add("--max-room-size", Math.Max(1, largestRoom));
        // Empty rooms are to stay.
        Add("--cleanup-interval", 3_600);
        return all;

        void Add(string flag, object value)
        {
            if (!asked.Any(word => word == flag || word.StartsWith($"{flag}=", StringComparison.Ordinal)))
            {
                all.AddRange([flag, string.Create(CultureInfo.InvariantCulture, $"{value}")]);
            }
        }
    }
}
