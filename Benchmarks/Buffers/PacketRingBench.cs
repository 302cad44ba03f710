using BenchmarkDotNet.Attributes;
using Mcu.Common.Buffers;

namespace Mcu.Benchmarks.Buffers;

/// <summary>One packet of usual size through the ring between two threads.</summary>
[MemoryDiagnoser]
public class PacketRingBench
{
    private readonly PacketRing _ring = new(8, 1275);
    private readonly byte[] _packet = new byte[100];
    private readonly byte[] _read = new byte[1275];

    [Benchmark]
    public int WriteAndRead()
    {
        _ring.Write(_packet, 1);
        return _ring.Read(_read, out _);
    }
}
