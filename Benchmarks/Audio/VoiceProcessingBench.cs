using BenchmarkDotNet.Attributes;
using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;

namespace Mcu.Benchmarks.Audio;

/// <summary>One frame through echo cancellation, noise suppression and automatic gain.</summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // BenchmarkDotNet calls CleanUp.
public class VoiceProcessingBench
#pragma warning restore CA1001
{
    private readonly EchoReference _reference = new();
    private readonly VoiceSwitches _switches = new();
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private readonly Random _random = new(1);
    private VoiceProcessing _processing = null!;

    [Params(true, false)]
    public bool EchoCancellation { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _switches.EchoCancellation = EchoCancellation;
        _processing = new VoiceProcessing(_switches, _reference);
    }

    [Benchmark]
    public void ProcessOneFrame()
    {
        for (int i = 0; i < _frame.Length; i++)
        {
            _frame[i] = 0.1f * _random.NextSingle();
        }

        _reference.Write(_frame);
        _processing.Process(_frame);
    }

    [GlobalCleanup]
    public void CleanUp() => _processing.Dispose();
}
