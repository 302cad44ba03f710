using System.Numerics.Tensors;

namespace Mcu.Common.Audio;

/// <summary>
/// Loudness as one byte, as RFC 6464 §3 has it: 0 is the loudest a signal can be (0 dBov), 127 is silence (−127 dBov and less).
/// A full-scale square wave is 0, a full-scale sine 3.
/// </summary>
public static class AudioLevel
{
    /// <summary>0 dBov.</summary>
    public const byte Loudest = 0;

    /// <summary>−127 dBov and less.</summary>
    public const byte Silence = 127;

    /// <summary>The root of the mean square of a signal, 0 for none.</summary>
    public static float Rms(ReadOnlySpan<float> samples) =>
        samples.IsEmpty ? 0 : MathF.Sqrt(TensorPrimitives.SumOfSquares(samples) / samples.Length);

    /// <summary>A signal's level in −dBov.</summary>
    public static byte Of(ReadOnlySpan<float> samples) => FromRms(Rms(samples));

    /// <summary>RMS (1.0 is full scale) to −dBov, rounded to the nearest; what is no number is silence.</summary>
    public static byte FromRms(float rms) =>
        rms > 0 ? (byte)Math.Clamp(MathF.Round(-20 * MathF.Log10(rms)), Loudest, Silence) : Silence;

    /// <summary>−dBov to RMS; 127 and more is 0.</summary>
    public static float ToRms(byte level) => level >= Silence ? 0 : MathF.Pow(10, level / -20f);
}
