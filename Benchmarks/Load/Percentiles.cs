namespace Mcu.Benchmarks.Load;

// Arithmetic of the figures. Pure.
internal static class Percentiles
{
    // The least of the values that this share (0..1) of them does not exceed (nearest rank). Null where there are none.
    public static double? Of(IReadOnlyCollection<double> values, double share)
    {
        if (values.Count == 0)
        {
            return null;
        }

        double[] sorted = [.. values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    // Null where it means nothing.
    public static double? Ratio(double? part, double? whole) => part is { } a && whole is { } b and not 0 ? a / b : null;
}
