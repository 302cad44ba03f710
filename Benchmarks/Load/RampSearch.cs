using System.Globalization;

namespace Mcu.Benchmarks.Load;

// A step of a ramp: how many people (or calls), how late the server was in 99 of 100 ticks (null where it never came to that), what
// it took, and whether that was on time.
internal sealed record RampStep(int Size, double? TickLatenessMsP99, double? ServerCpu, bool OnTime)
{
    public string Describe() => TickLatenessMsP99 is null
        ? "too many, the run came to no end"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(OnTime ? "on time" : "too late")}, tick lateness p99 {TickLatenessMsP99} ms, server {ServerCpu:0.00} cores");
}

// Looks for the largest size at which the server is on time: doubles until it is not, then halves what lies between. Bounded, and
// pure.
internal sealed class RampSearch(int start, int most)
{
    // How near is near enough: a sixteenth.
    private const int Nearness = 16;

    private int? _tooMany;

    // The largest that was on time; 0 where none was.
    public int Reached { get; private set; }

    // What to try next; null where it is found.
    public int? Next
    {
        get
        {
            if (_tooMany is not { } tooMany)
            {
                int larger = Reached == 0 ? start : (int)Math.Min(most, 2L * Reached);
                return larger > Reached ? larger : null;
            }

            return tooMany - Reached > Math.Max(1, Reached / Nearness) ? Reached + ((tooMany - Reached) / 2) : null;
        }
    }

    public void Tell(int size, bool onTime)
    {
        if (onTime)
        {
            Reached = Math.Max(Reached, size);
        }
        else
        {
            _tooMany = Math.Min(_tooMany ?? int.MaxValue, size);
        }
    }
}
