using BenchmarkDotNet.Attributes;
using Mcu.Common.Audio;

namespace Mcu.Benchmarks.Audio;

/// <summary>One tick of one talker's buffer: a packet in, a decision out.</summary>
[MemoryDiagnoser]
public class JitterBufferBench
{
    private readonly JitterBuffer _buffer = new();
    private readonly byte[] _packet = new byte[90];
    private readonly byte[] _payload = new byte[1275];
    private uint _sequence;
    private long _now;

    [Benchmark]
    public PlayoutKind InsertAndNext()
    {
        _buffer.Insert(_sequence, _sequence * AudioFormat.FrameSamples, false, 20, _packet, _now);
        _sequence++;
        _now += AudioFormat.FrameDuration;
        return _buffer.Next(_now, _payload).Kind;
    }
}
