namespace Mcu.Client.Session;

// Pure: how long to wait before the next try. Longer and longer, so that a server that is down is not besieged; with a share of
// chance, so that those whom it lost in one moment do not come back in one.
internal sealed class BackOff(Random random)
{
    // A connection that held this long was no failure of the try that made it. Arbitrary.
    public static readonly TimeSpan Trustworthy = TimeSpan.FromMinutes(1);

    // Added or taken away at most, as a share of the wait.
    public const double Jitter = 0.2;

    private static readonly int[] s_seconds = [1, 2, 4, 8, 15, 30];

    private int _tries;

    // Whole milliseconds: timers know no less.
    public TimeSpan Next()
    {
        int seconds = s_seconds[Math.Min(_tries++, s_seconds.Length - 1)];
        return TimeSpan.FromMilliseconds(Math.Round(1_000 * seconds * (1 + Jitter * (2 * random.NextDouble() - 1))));
    }

    // To be told when a connection is lost: how long it held.
    public void Lost(TimeSpan held)
    {
        if (held >= Trustworthy)
        {
            _tries = 0;
        }
    }
}
