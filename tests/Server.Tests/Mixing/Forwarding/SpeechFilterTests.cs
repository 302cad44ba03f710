using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

public class SpeechFilterTests
{
    private const byte Loud = 30;
    private const byte Soft = 70;

    private readonly SpeechFilter _filter = new(54);
    private readonly byte[] _datagram = [0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x78];
    private long _now = 5 * MonotonicClock.Second;

    [Fact]
    public void What_is_soft_is_not_passed_on_but_for_300_ms_after_a_loud_packet()
    {
        uint sequence = 0;
        for (int i = 0; i < 20; i++)
        {
            Assert.Null(Take(sequence++, Soft));
        }

        Assert.NotNull(Take(sequence++, Loud));
        for (int i = 0; i < 15; i++)
        {
            Assert.NotNull(Take(sequence++, Soft));
        }

        Assert.Null(Take(sequence, Soft));
    }

    [Fact]
    public void The_two_soft_packets_before_a_loud_one_go_out_with_it()
    {
        for (uint sequence = 10; sequence < 15; sequence++)
        {
            Take(sequence, Soft);
        }

        SpokenPacket loud = Take(15, Loud)!.Value;

        Assert.True(loud.Opens);
        Assert.Equal([13, 14], Held());
        Assert.Equal(13, _filter.Held.DatagramOf(0)[5]);
        Assert.Equal(14, _filter.Held.DatagramOf(1)[5]);
    }

    [Fact]
    public void Overtaken_or_lost_they_are_still_the_two_before_it()
    {
        Take(10, Soft);
        Take(12, Soft);
        Take(11, Soft);
        Assert.NotNull(Take(14, Loud));
        // 13 was lost, and 11 is longer ago than two frames.
        Assert.Equal([12], Held());
    }

    // A sender that stops in silence: what it said last is not what it says first.
    [Fact]
    public void What_was_held_before_a_silence_does_not_go_out_after_it()
    {
        Take(10, Soft);
        Take(11, Soft);

        SpokenPacket loud = Take(12, Loud, timestamp: 12 * 960 + (50 * 960))!.Value;

        Assert.Empty(Held());
        Assert.True(loud.Opens);
    }

    [Fact]
    public void A_loud_packet_that_was_overtaken_by_a_soft_one_opens_with_the_next()
    {
        Take(10, Soft);
        Take(12, Soft);
        Assert.Null(Take(11, Loud));

        Assert.NotNull(Take(13, Soft));

        Assert.Equal([11, 12], Held());
    }

    [Fact]
    public void Duplicates_and_strays_are_dropped_and_what_was_overtaken_is_not()
    {
        Assert.NotNull(Take(10, Loud));
        Assert.Null(Take(10, Loud));
        Assert.NotNull(Take(12, Loud));
        Assert.NotNull(Take(11, Loud));
        Assert.Null(Take(11, Loud));
        Assert.Null(Take(1_000_000, Loud));
        Assert.NotNull(Take(13, Loud));
    }

    [Fact]
    public void Another_stream_or_a_leap_in_time_is_told_apart()
    {
        int stream = Take(10, Loud)!.Value.Stream;
        Assert.Equal(stream, Take(11, Loud)!.Value.Stream);
        int leapt = Take(12, Loud, timestamp: 12 * 960 + 480_000)!.Value.Stream;
        Assert.NotEqual(stream, leapt);
        _filter.Restart();
        Assert.NotEqual(leapt, Take(500, Loud)!.Value.Stream);
    }

    private List<long> Held()
    {
        List<long> held = [];
        for (int i = 0; i < _filter.Held.Count; i++)
        {
            held.Add(_filter.Held.SequenceOf(i) & uint.MaxValue);
        }

        return held;
    }

    private SpokenPacket? Take(uint sequence, byte level, uint? timestamp = null)
    {
        _now += AudioFormat.FrameDuration;
        var header = new VoiceHeader(false, true, level, sequence, timestamp ?? sequence * 960);
        header.WriteTo(_datagram);
        return _filter.TryTake(header, _datagram, _now, out SpokenPacket packet, out _) ? packet : null;
    }
}
