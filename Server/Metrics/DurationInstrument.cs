using System.Diagnostics.Metrics;
using Mcu.Common;
using Mcu.Server.Mixing;

namespace Mcu.Server.Metrics;

// Publishes the durations that mixing records, in seconds. Called on the mixing threads for every tick; where nobody collects, it
// is a look at a field.
internal sealed class DurationInstrument(Histogram<double> histogram) : IDurationObserver
{
    public void Recorded(long duration)
    {
        if (histogram.Enabled)
        {
            histogram.Record(duration / (double)MonotonicClock.Second);
        }
    }
}
