using BenchmarkDotNet.Attributes;
using Mcu.Common.Opus;

namespace Mcu.Benchmarks.Opus;

/// <summary>What one frame costs to encode, decode, rebuild and conceal.</summary>
[MemoryDiagnoser]
public class OpusBench : IDisposable
{
    private const int Frames = 50;

    private readonly byte[][] _packets = new byte[Frames][];
    private readonly float[] _speech = new float[Frames * OpusDefaults.FrameSamples];
    private readonly float[] _frame = new float[OpusDefaults.FrameSamples];
    private readonly byte[] _packet = new byte[OpusDefaults.MaxPacketBytes];
    private OpusEncoder _encoder = null!;
    private OpusDecoder _decoder = null!;
    private int _next;

    /// <summary>How hard the encoder tries.</summary>
    [Params(5, 9)]
    public int Complexity { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _encoder = new OpusEncoder(new OpusEncoderOptions { Complexity = Complexity });
        _decoder = new OpusDecoder();
        for (int i = 0; i < _speech.Length; i++)
        {
            // Voice-like: a gliding pitch with harmonics, in syllables.
            double phase = 2 * Math.PI * i * (120 + (20 * Math.Sin(i / 9000.0))) / 48_000;
            double syllable = Math.Max(0, Math.Sin(i / 3000.0));
            _speech[i] = (float)(0.2 * syllable * (Math.Sin(phase) + (0.5 * Math.Sin(3 * phase)) + (0.3 * Math.Sin(7 * phase))));
        }

        for (int i = 0; i < Frames; i++)
        {
            _packets[i] = _packet[..Encode()];
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _encoder.Dispose();
        _decoder.Dispose();
    }

    [Benchmark]
    public int Encode() =>
        _encoder.Encode(_speech.AsSpan(Next() * OpusDefaults.FrameSamples, OpusDefaults.FrameSamples), _packet);

    [Benchmark]
    public bool Decode() => _decoder.TryDecode(_packets[Next()], _frame);

    [Benchmark]
    public OpusRecovery Recover() => _decoder.Recover(_packets[Next()], _frame);

    private int Next() => _next = (_next + 1) % Frames;
}
