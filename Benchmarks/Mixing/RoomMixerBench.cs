using BenchmarkDotNet.Attributes;
using Mcu.Benchmarks.Audio;
using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Server.Mixing;

namespace Mcu.Benchmarks.Mixing;

/// <summary>The mix loop: one tick of a room, 20 ms of everybody's sound, decoded, mixed, encoded and handed out.</summary>
[MemoryDiagnoser]
public class RoomMixerBench : IDisposable
{
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly byte[][] _packets = VoiceLike.Encode(VoiceLike.Make());
    private readonly MixStatistics _statistics = new();
    private readonly MixStreamPool _streams = new(new OpusEncoderOptions());
    private MixParticipant[] _talkers = [];
    private RoomMixer _mixer = null!;
    private uint _frame;

    /// <summary>Every size with every number of talkers, as far as so many fit, without blocks and with.</summary>
    public static IEnumerable<RoomShape> Rooms =>
        from people in new[] { 2, 8, 32, 64, 1_000 }
        from talkers in new[] { 1, 2, 4, 8 }
        where talkers <= people
        from hasBlocks in people > 2 ? new[] { false, true } : [false]
        select new RoomShape(people, talkers, hasBlocks);

    [ParamsSource(nameof(Rooms))]
    public RoomShape Room { get; set; } = null!;

    [GlobalSetup]
    public void Setup()
    {
        _mixer = new RoomMixer(_streams, _statistics);
        MixParticipant[] people = [.. Enumerable.Range(0, Room.People)
            .Select(id => new MixParticipant((ulong)id, new NoSink(), new MixOptions(), _statistics))];
        _talkers = people[..Room.Talkers];
        for (int i = 0; i < people.Length; i++)
        {
            _mixer.Add(people[i]);
            if (Room.Blocks(i) is { } blocked)
            {
                people[i].Block(people[blocked]);
            }
        }

        // Until everything that is made once is made: jitter buffers have their delay, blocks have faded, the pool is full.
        for (int i = 0; i < 2 * VoiceLike.Frames; i++)
        {
            Tick();
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _mixer.Dispose();
        _streams.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Tick()
    {
        _frame++;
        long now = MonotonicClock.Second + (_frame * AudioFormat.FrameDuration);
        ReadOnlySpan<byte> packet = _packets[_frame % _packets.Length];
        int length = new VoiceHeader(false, true, 20, _frame, _frame * AudioFormat.FrameSamples).Write(_datagram, packet);
        foreach (MixParticipant talker in _talkers)
        {
            talker.Receive(_datagram.AsSpan(0, length), now - MonotonicClock.Millisecond);
        }

        _mixer.Tick(now, TickTerms.Usual);
        _mixer.Sent(now);
    }

    private sealed class NoSink : IPacketSink
    {
        public bool Send(ReadOnlySpan<byte> datagram) => true;

        public bool Queue(ReadOnlySpan<byte> datagram) => true;
    }
}
