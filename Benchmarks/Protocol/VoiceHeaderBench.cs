using BenchmarkDotNet.Attributes;
using Mcu.Common.Protocol;

namespace Mcu.Benchmarks.Protocol;

/// <summary>What stands before every packet, written and read.</summary>
[MemoryDiagnoser]
public class VoiceHeaderBench
{
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly byte[] _packet = new byte[90];
    private uint _sequence;

    [GlobalSetup]
    public void Prepare() => Write();

    [Benchmark]
    public int Write() => new VoiceHeader(false, true, 20, ++_sequence, _sequence * 960).Write(_datagram, _packet);

    [Benchmark]
    public uint Read() =>
        VoiceHeader.TryRead(_datagram.AsSpan(0, VoiceHeader.Size + _packet.Length), out VoiceHeader header, out _)
            ? header.Sequence
            : throw new InvalidOperationException("The header that was written cannot be read.");
}
