using BenchmarkDotNet.Attributes;
using Mcu.Benchmarks.Audio;
using Mcu.Common.Opus;

namespace Mcu.Benchmarks.Opus;

/// <summary>What one frame costs to encode, decode, rebuild and conceal.</summary>
[MemoryDiagnoser]
public class OpusBench : IDisposable
{
    private readonly float[][] _speech = VoiceLike.Make();
    private readonly float[] _frame = new float[OpusDefaults.FrameSamples];
    private readonly byte[] _packet = new byte[OpusDefaults.MaxPacketBytes];
    private byte[][] _packets = [];
    private OpusEncoder _encoder = null!;
    private OpusDecoder _decoder = null!;
    private int _next;

    /// <summary>How hard the encoder tries: what an overloaded server falls back to, what is usual, and more.</summary>
    [Params(0, 5, 9)]
    public int Complexity { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _encoder = new OpusEncoder(new OpusEncoderOptions { Complexity = Complexity });
        _decoder = new OpusDecoder();
        _packets = [.. _speech.Select(frame => _packet[.._encoder.Encode(frame, _packet)])];
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _encoder.Dispose();
        _decoder.Dispose();
    }

    [Benchmark]
    public int Encode() => _encoder.Encode(_speech[Next()], _packet);

    [Benchmark]
    public bool Decode() => _decoder.TryDecode(_packets[Next()], _frame);

    [Benchmark]
    public OpusRecovery Recover() => _decoder.Recover(_packets[Next()], _frame);

    private int Next() => _next = (_next + 1) % _packets.Length;
}
