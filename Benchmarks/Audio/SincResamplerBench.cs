using BenchmarkDotNet.Attributes;
using Mcu.Client.Audio;
using Mcu.Common.Audio;

namespace Mcu.Benchmarks.Audio;

/// <summary>One frame from another rate to 48 kHz.</summary>
[MemoryDiagnoser]
public class SincResamplerBench
{
    private readonly float[] _output = new float[AudioFormat.FrameSamples];
    private SincResampler _resampler = null!;
    private float[] _input = null!;

    [Params(16_000, 44_100, 192_000)]
    public int Rate { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _resampler = new SincResampler(Rate);
        _input = [.. Enumerable.Range(0, Rate / AudioFormat.FramesPerSecond).Select(i => MathF.Sin(i * 0.1f))];
    }

    [Benchmark]
    public int ResampleOneFrame()
    {
        _resampler.Process(_input, _output, out _, out int produced);
        return produced;
    }
}
