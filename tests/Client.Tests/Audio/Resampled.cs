using Mcu.Client.Audio;

namespace Mcu.Client.Tests.Audio;

// What a resampler makes of a whole sound that comes in blocks.
internal static class Resampled
{
    public static float[] By(IResampler resampler, float[] input, int blockSize)
    {
        var output = new List<float>();
        var block = new float[777];
        for (int at = 0; at < input.Length;)
        {
            ReadOnlySpan<float> part = input.AsSpan(at, Math.Min(blockSize, input.Length - at));
            resampler.Process(part, block, out int consumed, out int produced);
            output.AddRange(block.AsSpan(0, produced));
            at += consumed;
        }

        return [.. output];
    }
}
