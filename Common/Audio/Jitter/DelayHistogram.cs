namespace Mcu.Common.Audio;

// A histogram of delays that forgets: each new delay weighs 1.7 % of all (NetEQ's forget factor 0.983), the first ones more, so
// that the starting guess is forgotten within some three seconds. What a bad time has left behind would need a minute and a half
// to be forgotten by that alone; so a delay that did not come in 20 s of arrivals is not waited for any longer either.
internal sealed class DelayHistogram
{
    private const long BinWidth = 5 * MonotonicClock.Millisecond;
    private const int Bins = 40; // 200 ms, the hard cap
    private const double ForgetFactor = 0.983;
    private const double Quantile = 0.95;

    private const int Recent = 40; // delays, of 500 ms each

    private readonly double[] _weights = new double[Bins];
    private readonly byte[] _recent = new byte[Recent]; // their bins, in turn
    private int _oldest;
    private int _count;

    internal DelayHistogram(long start) => Reset(start);

    // The delay, rounded up to 5 ms, that 95 % of the weight does not exceed, and no more than the longest of late.
    internal long Delay
    {
        get
        {
            int longest = 0;
            foreach (byte bin in _recent)
            {
                longest = Math.Max(longest, bin);
            }

            double below = 0;
            for (int i = 0; i < longest; i++)
            {
                below += _weights[i];
                if (below >= Quantile)
                {
                    return (i + 1) * BinWidth;
                }
            }

            return (longest + 1) * BinWidth;
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
        _recent[_oldest] = (byte)Bin(delay);
        _oldest = (_oldest + 1) % Recent;
        _count += _count < 1000 ? 1 : 0;
    }

    internal void Reset(long start)
    {
        Array.Clear(_weights);
        Array.Fill(_recent, (byte)(Bins - 1)); // not known yet
        _weights[Bin(start - 1)] = 1;
        _count = 0;
    }

    private static int Bin(long delay) => (int)Math.Clamp(delay / BinWidth, 0, Bins - 1);
}
