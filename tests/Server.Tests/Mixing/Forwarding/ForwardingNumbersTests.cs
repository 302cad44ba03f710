using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Mixing;

// What numbers a listener sees on packets that are passed on.
public sealed class ForwardingNumbersTests : IDisposable
{
    private const byte Loud = 30;
    private const byte Soft = 70;

    private readonly MixStatistics _statistics = new();
    private readonly RecordingSink _sink = new();
    private readonly MixParticipant _source;
    private readonly MixParticipant _listener;
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private long _now = 100 * MonotonicClock.Second;

    public ForwardingNumbersTests()
    {
        _source = new MixParticipant(1, new RecordingSink(), new MixOptions(), _statistics);
        _listener = new MixParticipant(2, _sink, new MixOptions(), _statistics);
        _listener.Downlink.Numbers.NextSequence = 5_000;
        _listener.Downlink.Numbers.NextTimestamp = 7_000_000;
        _listener.Lane.Give(_source, _now);
        _source.Routes = new ForwardRoutes([_listener.Lane], IsMixed: false);
    }

    [Fact]
    public void They_go_on_from_the_listeners_own_and_losses_and_order_stay_visible()
    {
        foreach (uint sequence in (uint[])[900, 901, 903, 904, 902, 904, 907])
        {
            Send(sequence, Loud);
        }

        Assert.Equal([5_000, 5_001, 5_003, 5_004, 5_002, 5_007], _sink.Sequences);
        Assert.Equal([0L, 1, 3, 4, 2, 7], _sink.Headers.Select(header => (header.Timestamp - (long)_sink.Headers[0].Timestamp) / 960));
        Assert.Equal([true, false, false, false, false, false], _sink.Headers.Select(header => header.TalkspurtStart));
        Assert.All(_sink.Headers, header => Assert.Equal((true, Loud), (header.Voice, header.Level)));
        Assert.InRange(_sink.Headers[0].Timestamp, 7_000_000u, 7_000_000u + 1_920);
        Assert.Equal(6, _statistics.Forwards);
        Assert.Equal(6, _statistics.DatagramsOut);
        Assert.Equal(5_008u, _listener.Downlink.Numbers.NextSequence);
    }

    // A sender that never stops: what is soft is left out, so the sequence goes on while time has passed.
    [Fact]
    public void What_is_left_out_on_purpose_leaves_no_gap_in_the_sequence_but_in_time()
    {
        uint sequence = 40;
        Send(sequence++, Loud);
        for (int i = 0; i < 115; i++)
        {
            Send(sequence++, Soft);
        }

        int before = _sink.Headers.Count;
        Send(sequence, Loud);

        Assert.Equal(16, before);
        Assert.Equal(Enumerable.Range(5_000, 16 + 3).Select(i => (uint)i), _sink.Sequences);
        VoiceHeader[] word = [.. _sink.Headers.Skip(before)];
        Assert.Equal([true, false, false], word.Select(header => header.TalkspurtStart));
        Assert.Equal([114L * 960, 115 * 960, 116 * 960], word.Select(header => (long)header.Timestamp - _sink.Headers[0].Timestamp));

        // What was overtaken long ago has no place any more.
        Send(50, Loud, time: 50 * 960);
        Assert.Equal(before + 3, _sink.Headers.Count);
    }

    // A sender that stops in silence leaves nothing out: its own sequence shows what was lost, before and after.
    [Fact]
    public void Where_the_sender_itself_is_silent_its_losses_stay_visible()
    {
        Send(40, Loud);
        Send(41, Loud);
        _now += 3 * MonotonicClock.Second;
        Send(43, Loud, time: (43 * 960) + (150 * 960), starts: true);

        Assert.Equal([5_000, 5_001, 5_003], _sink.Sequences);
        Assert.Equal([true, false, true], _sink.Headers.Select(header => header.TalkspurtStart));
        Assert.Equal(153L * 960, (long)_sink.Headers[2].Timestamp - _sink.Headers[0].Timestamp);
    }

    [Fact]
    public void A_sender_that_begins_anew_goes_on_in_the_same_stream()
    {
        for (uint i = 0; i < 10; i++)
        {
            Send(900 + i, Loud);
        }

        _now += MonotonicClock.Second;
        for (uint i = 0; i < 10; i++)
        {
            Send(i, Loud, time: 3_000_000_000 + (i * 960));
        }

        // It is known for a new stream by the second packet in a row.
        Assert.Equal(Enumerable.Range(5_000, 19).Select(i => (uint)i), _sink.Sequences);
        long pause = (long)_sink.Headers[10].Timestamp - _sink.Headers[9].Timestamp;
        Assert.InRange(pause, 50 * 960, 54 * 960);
        Assert.True(_sink.Headers[10].TalkspurtStart);
    }

    [Fact]
    public void A_mute_that_came_and_went_leaves_no_gap()
    {
        Send(10, Loud);
        _source.IsMuted = true;
        for (uint i = 11; i < 40; i++)
        {
            Send(i, Loud);
        }

        _source.IsMuted = false;
        Send(40, Loud);

        Assert.Equal([5_000, 5_001], _sink.Sequences);
        Assert.Equal(30L * 960, (long)_sink.Headers[1].Timestamp - _sink.Headers[0].Timestamp);
        Assert.Equal(29, _statistics.Unheard);
    }

    [Fact]
    public void Who_is_cut_off_fades_out_with_three_packets_of_silence_that_go_on_in_sequence()
    {
        for (uint i = 0; i < 5; i++)
        {
            Send(i, Loud);
        }

        _source.IsMuted = true;
        byte[] scratch = new byte[ProtocolLimits.MaxDatagramBytes];
        for (int i = 0; i < 10; i++)
        {
            _now += AudioFormat.FrameDuration;
            _listener.Lane.Fade(_now, scratch);
        }

        Assert.Equal(Enumerable.Range(5_000, 8).Select(i => (uint)i), _sink.Sequences);
        Assert.All(_sink.Headers.Skip(5), header => Assert.Equal((false, AudioLevel.Silence), (header.Voice, header.Level)));
        Assert.Equal([960L, 960, 960], Steps().Skip(4));
        Assert.True(_listener.Lane.IsFaded);

        _source.IsMuted = false;
        Send(20, Loud);
        Assert.Equal(5_008u, _sink.Sequences[^1]);
        Assert.True(_sink.Headers[^1].TalkspurtStart);
        Assert.InRange(Steps().Last(), 960, 12 * 960);
    }

    [Fact]
    public void After_a_pause_there_is_nothing_to_fade()
    {
        Send(0, Loud);
        _now += MonotonicClock.Second;
        _listener.Lane.Fade(_now, new byte[ProtocolLimits.MaxDatagramBytes]);

        Assert.Single(_sink.Headers);
        Assert.True(_listener.Lane.IsFaded);
    }

    [Fact]
    public void Taken_back_the_stream_goes_on_in_sequence_and_in_time()
    {
        Send(0, Loud);
        Send(1, Loud);
        _now += 5 * MonotonicClock.Second;
        Assert.True(_listener.Lane.TryTakeBack(_now));

        Assert.Equal(5_002u, _listener.Downlink.Numbers.NextSequence);
        long silent = (long)_listener.Downlink.Numbers.NextTimestamp - _sink.Headers[1].Timestamp;
        Assert.InRange(silent, (250 * 960) - 2, 250 * 960);
        Assert.True(_listener.Downlink.Numbers.WasSilent);
        Send(2, Loud);
        Assert.Equal(2, _sink.Headers.Count);
        Assert.Null(_listener.Lane.Source);
    }

    [Fact]
    public void What_is_no_packet_of_20_ms_is_dropped_and_counted()
    {
        byte[][] packets = [[0x70, 1, 2], [0x03], [0x7B, 0x00], [0x80, 1]]; // 10 ms, no count, none, 2.5 ms
        for (int i = 0; i < packets.Length; i++)
        {
            int length = new VoiceHeader(false, true, Loud, (uint)i, (uint)i * 960).Write(_datagram, packets[i]);
            Assert.False(_source.Receive(_datagram.AsSpan(0, length), _now));
        }

        Assert.False(_source.Receive([], _now));
        Assert.False(_source.Receive(new byte[2_000], _now));
        Assert.Equal(6, _statistics.Malformed);
        Assert.Empty(_sink.Headers);
    }

    [Fact]
    public void The_largest_packet_there_is_goes_through_as_it_is()
    {
        byte[] packet = new byte[ProtocolLimits.MaxPacketBytes];
        new Random(9).NextBytes(packet);
        packet[0] = 0x78;
        int length = new VoiceHeader(false, true, Loud, 1, 960).Write(_datagram, packet);

        Assert.True(_source.Receive(_datagram.AsSpan(0, length), _now));

        Assert.Equal(packet, _sink.Payloads[0]);
    }

    [Fact]
    public void Who_blocks_gets_not_one_packet_more()
    {
        Send(1, Loud);
        _listener.Block(_source);
        Send(2, Loud);
        _listener.Unblock(_source);
        _listener.IsGone = true;
        Send(3, Loud);

        Assert.Single(_sink.Headers);
    }

    // More than a stream may jump ahead by without being taken for another one.
    [Fact]
    public void After_long_talk_in_a_mix_the_first_packet_is_passed_on_at_once()
    {
        Send(1, Loud);
        Assert.True(_listener.Lane.TryTakeBack(_now));
        _source.Routes = ForwardRoutes.MixedOnly;
        for (uint sequence = 2; sequence < 5_000; sequence++)
        {
            Send(sequence, Loud);
        }

        _listener.Lane.Give(_source, _now);
        _source.Routes = new ForwardRoutes([_listener.Lane], IsMixed: false);
        Send(5_000, Loud);

        Assert.Equal([5_000, 5_001], _sink.Sequences);
    }

    [Fact]
    public void A_sink_that_fails_leaves_nobody_deaf()
    {
        byte[] scratch = new byte[ProtocolLimits.MaxDatagramBytes];
        Send(1, Loud);
        _sink.Fails = new InvalidOperationException("It takes nothing just now.");
        Assert.Throws<InvalidOperationException>(() => Send(2, Loud));
        Assert.Throws<InvalidOperationException>(() => _listener.Lane.Fade(_now, scratch));

        _sink.Fails = null;
        Send(3, Loud);

        Assert.Equal(2, _sink.Headers.Count);
        Assert.True(_listener.Lane.TryTakeBack(_now));
    }

    [Fact]
    public void A_packet_is_passed_on_without_allocating()
    {
        uint sequence = 0;
        int talking = 0;
        _sink.Records = false;
        for (int i = 0; i < 100; i++)
        {
            Send(sequence++, Loud);
        }

        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                Send(sequence++, ++talking % 100 < 50 ? Loud : Soft);
            }
        }));
        Assert.True(_statistics.Forwards > 1_000);
    }

    // Whatever numbers a sender makes up, and however they come: to the listener it is one stream, whose sequence never jumps back
    // further than packets may be overtaken, nor ahead further than a minute, and never has the same number twice.
    [Fact]
    public void Hostile_numbers_make_no_hostile_stream()
    {
        var random = new Random(77);
        uint sequence = 0;
        uint time = 0;
        List<uint> seen = [];
        byte[] scratch = new byte[ProtocolLimits.MaxDatagramBytes];
        for (int i = 0; i < 150_000; i++)
        {
            _now += random.Next(30) * MonotonicClock.Millisecond;
            switch (random.Next(40))
            {
                case 0: sequence = (uint)random.NextInt64(); break;
                case 1: time = (uint)random.NextInt64(); break;
                case 2: sequence -= (uint)random.Next(200); break;
                case 3: sequence += (uint)random.Next(3_500); time += (uint)random.Next(4_000) * 960; break;
                case 4: _source.IsMuted = !_source.IsMuted; break;
                case 5: _listener.Lane.Fade(_now, scratch); break;
                case 6 when _listener.Lane.TryTakeBack(_now): _listener.Lane.Give(_source, _now); break;
            }

            random.NextBytes(_datagram.AsSpan(VoiceHeader.Size, 30));
            _datagram[VoiceHeader.Size] = (byte)(0x78 | (random.Next(10) == 0 ? 3 : 0));
            new VoiceHeader(random.Next(9) == 0, true, (byte)random.Next(128), sequence, time).WriteTo(_datagram);
            _source.Receive(_datagram.AsSpan(0, VoiceHeader.Size + random.Next(30)), _now);
            sequence++;
            time += (uint)random.Next(3) * 960;
        }

        uint highest = _sink.Sequences[0];
        var recent = new HashSet<uint>();
        foreach (VoiceHeader header in _sink.Headers)
        {
            Assert.InRange(unchecked((int)(header.Sequence - highest)), -128, 3_001);
            highest = unchecked((int)(header.Sequence - highest)) > 0 ? header.Sequence : highest;
            Assert.True(recent.Add(header.Sequence));
        }

        Assert.True(_sink.Headers.Count > 10_000, $"{_sink.Headers.Count} were passed on.");
    }

    public void Dispose()
    {
        _source.Dispose();
        _listener.Dispose();
    }

    private IEnumerable<long> Steps() =>
        _sink.Headers.Skip(1).Zip(_sink.Headers, (later, earlier) => (long)later.Timestamp - earlier.Timestamp);

    private void Send(uint sequence, byte level, uint? time = null, bool starts = false)
    {
        _now += AudioFormat.FrameDuration;
        int length = new VoiceHeader(starts, true, level, sequence, time ?? sequence * 960).Write(_datagram, [0x78, 1, 2, 3]);
        _source.Receive(_datagram.AsSpan(0, length), _now);
    }
}
