using BenchmarkDotNet.Attributes;
using Mcu.Common.Audio;

namespace Mcu.Benchmarks.Audio;

/// <summary>The arithmetic of mixing, one frame each.</summary>
[MemoryDiagnoser]
public class MixKernelsBench
{
    private readonly float[] _sum = new float[AudioFormat.FrameSamples];
    private readonly float[] _frame = [.. Enumerable.Range(0, AudioFormat.FrameSamples).Select(i => 0.1f * MathF.Sin(i / 20f))];
    private readonly float[] _mix = new float[AudioFormat.FrameSamples];
    private readonly short[] _samples = new short[AudioFormat.FrameSamples];

    [Benchmark]
    public void Add() => MixKernels.Add(_mix, _frame);

    [Benchmark]
    public void Subtract() => MixKernels.Subtract(_sum, _frame, _mix);

    [Benchmark]
    public void SoftClip() => MixKernels.SoftClip(_frame);

    [Benchmark]
    public void ToInt16() => MixKernels.ToInt16(_frame, _samples);

    [Benchmark]
    public byte Level() => AudioLevel.Of(_frame);
}
