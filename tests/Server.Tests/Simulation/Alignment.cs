using System.Numerics.Tensors;

namespace Mcu.Server.Tests.Simulation;

// How much later something is heard than it was said.
internal static class Alignment
{
    // The lag in samples, from 0 to `most`, at which what was heard is most like what was said; `heard` is as long as `said` and
    // `most` more, or what is missing is not looked at.
    public static int Lag(ReadOnlySpan<float> said, ReadOnlySpan<float> heard, int most)
    {
        int best = 0;
        double likest = double.MinValue;
        for (int lag = 0; lag <= most && lag + said.Length <= heard.Length; lag++)
        {
            double likeness = TensorPrimitives.Dot(said, heard.Slice(lag, said.Length));
            if (likeness > likest)
            {
                (best, likest) = (lag, likeness);
            }
        }

        return best;
    }
}
