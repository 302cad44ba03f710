namespace Mcu.Common.Audio;

// A histogram of delays that forgets: each new delay weighs 1.7 % of all (NetEQ's forget factor 0.983), the first ones more, so
// that the starting guess is forgotten within some three seconds.
internal sealed class DelayHistogram
{
    private const long BinWidth = 5 * MonotonicClock.Millisecond;
    private const int Bins = 40; // 200 ms, the hard cap
    private const double ForgetFactor = 0.983;
    private const double Quantile = 0.95;

    private readonly double[] _weights = new double[Bins];
    private int _count;

    internal DelayHistogram(long start) => Reset(start);

    // The delay, rounded up to 5 ms, that 95 % of the weight does not exceed.
    internal long Delay
    {
        get
        {
            double below = 0;
            for (int i = 0; i < Bins; i++)
            {
                below += _weights[i];
                if (below >= Quantile)
                {
                    return (i + 1) * BinWidth;
                }
            }

            return Bins * BinWidth;
        }
    }

    internal void Add(long delay)
    {
        double keep = Math.Min(ForgetFactor, 1 - (2.0 / (_count + 3)));
        for (int i = 0; i < Bins; i++)
        {
            _weights[i] *= keep;
        }

        _weights[Bin(delay)] += 1 - keep;
        _count += _count < 1000 ? 1 : 0;
    }

    internal void Reset(long start)
    {
        Array.Clear(_weights);
        _weights[Bin(start - 1)] = 1;
        _count = 0;
    }

    private static int Bin(long delay) => (int)Math.Clamp(delay / BinWidth, 0, Bins - 1);
}
