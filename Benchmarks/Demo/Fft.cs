using System.Numerics;

namespace Mcu.Benchmarks.Demo;

// Radix-2 fast Fourier transform, in place (Cooley and Tukey, 1965). Lengths are powers of two.
internal static class Fft
{
    public static void Forward(Span<Complex> values)
    {
        Reorder(values);
        for (int size = 2; size <= values.Length; size *= 2)
        {
            int half = size / 2;
            Complex turn = Complex.FromPolarCoordinates(1, -Math.Tau / size);
            for (int start = 0; start < values.Length; start += size)
            {
                Complex factor = Complex.One;
                for (int i = start; i < start + half; i++)
                {
                    Complex odd = values[i + half] * factor;
                    values[i + half] = values[i] - odd;
                    values[i] += odd;
                    factor *= turn;
                }
            }
        }
    }

    public static void Inverse(Span<Complex> values)
    {
        Conjugate(values, 1);
        Forward(values);
        Conjugate(values, 1.0 / values.Length);
    }

    private static void Conjugate(Span<Complex> values, double scale)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Complex.Conjugate(values[i]) * scale;
        }
    }

    private static void Reorder(Span<Complex> values)
    {
        for (int i = 1, j = 0; i < values.Length; i++)
        {
            int bit = values.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (values[i], values[j]) = (values[j], values[i]);
            }
        }
    }
}
