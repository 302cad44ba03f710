using BenchmarkDotNet.Attributes;
using Mcu.Common.Protocol;

namespace Mcu.Benchmarks.Protocol;

/// <summary>Control messages to MessagePack and back: the most frequent one, and one of the largest.</summary>
[MemoryDiagnoser]
public class ControlCodecBench
{
    private readonly Talking _talking = new([2_701_438_785, 2_701_438_786]);
    private readonly Joined _joined = new(
        2, 1, "harbour", 1, [.. Enumerable.Range(1, 64).Select(id => new RosterEntry((ulong)id, $"Participant {id}"))], false);

    private byte[] _talkingBody = [];
    private byte[] _joinedBody = [];

    [GlobalSetup]
    public void Prepare()
    {
        _talkingBody = ControlCodec.EncodeFrame(_talking)[ControlFrame.HeaderBytes..];
        _joinedBody = ControlCodec.EncodeFrame(_joined)[ControlFrame.HeaderBytes..];
    }

    [Benchmark]
    public byte[] EncodeTalking() => ControlCodec.EncodeFrame(_talking);

    [Benchmark]
    public ControlMessage DecodeTalking() => ControlCodec.Decode(_talkingBody);

    [Benchmark]
    public byte[] EncodeRosterOf64() => ControlCodec.EncodeFrame(_joined);

    [Benchmark]
    public ControlMessage DecodeRosterOf64() => ControlCodec.Decode(_joinedBody);
}
