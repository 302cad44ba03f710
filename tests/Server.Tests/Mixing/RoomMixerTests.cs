using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;
using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Mixing;

public sealed class RoomMixerTests : IDisposable
{
    private readonly MixStatistics _statistics = new();
    private readonly MixStreamPool _streams = new(new OpusEncoderOptions());
    private readonly RoomMixer _mixer;
    private readonly List<TalkingParticipant> _talking = [];
    private long _now = 5 * MonotonicClock.Second;

    public RoomMixerTests() => _mixer = new RoomMixer(_streams, _statistics);

    [Fact]
    public void A_tick_allocates_nothing_in_steady_state()
    {
        Join(talks: true);
        Join(talks: true);
        Join(talks: false);
        Tick(100);

        Assert.Equal(0, Allocation.Of(() => Tick(100)));
        Assert.True(_statistics.Encodes >= 500);
    }

    [Fact]
    public void Nor_does_it_with_blocks_and_a_muted_participant()
    {
        TalkingParticipant ann = Join(talks: true);
        TalkingParticipant bob = Join(talks: true);
        TalkingParticipant cid = Join(talks: true);
        TalkingParticipant dan = Join(talks: true);
        ann.Server.Block(bob.Server);
        cid.Server.Block(ann.Server);
        cid.Server.Block(bob.Server);
        dan.Server.IsMuted = true;
        Tick(100);

        Assert.Equal(0, Allocation.Of(() => Tick(100)));
        Assert.Equal(cid.Sink.Count, _statistics.DatagramsOut - ann.Sink.Count - bob.Sink.Count - dan.Sink.Count);
        // Nobody is left for Cid to hear but Dan, who is muted; the tails of his first tick aside.
        Assert.InRange(cid.Sink.Count, 0, 5);
        Assert.True(_statistics.Unheard >= 200);
    }

    [Fact]
    public void Who_went_is_in_nobodys_blocks_any_more()
    {
        TalkingParticipant ann = Join(talks: false);
        TalkingParticipant bob = Join(talks: true);
        TalkingParticipant cid = Join(talks: true);
        ann.Server.Block(bob.Server);
        ann.Server.Block(bob.Server);
        ann.Server.Block(cid.Server);
        ann.Server.Block(ann.Server);
        Assert.Equal([bob.Server, cid.Server], ann.Server.Blocked);
        Tick(5);

        _mixer.Remove(bob.Server);
        _talking.Remove(bob);
        Tick(5);

        Assert.Equal([cid.Server], ann.Server.Blocked);
        Assert.Equal([cid.Server], ann.Server.AppliedBlocks);
    }

    [Fact]
    public void A_mute_that_came_and_went_between_two_ticks_begins_a_new_stream_too()
    {
        TalkingParticipant ann = Join(talks: true);
        Join(talks: false);
        Join(talks: false);
        Tick(50);
        ann.Say(_now);

        ann.Server.IsMuted = true;
        ann.Server.IsMuted = false;
        Tick(1);
        Assert.False(ann.Server.Uplink.IsShown && ann.Server.Uplink.Arrival != 0);
        Tick(50);

        Assert.True(ann.Server.Uplink.IsShown);
        Assert.Equal(0, _statistics.Lost);
        Assert.Equal(0, _statistics.Concealed);
        Assert.Equal(2, _statistics.Unheard);
    }

    [Fact]
    public void However_much_one_sends_a_tick_takes_no_more_than_a_ring_of_it()
    {
        TalkingParticipant ann = Join(talks: false);
        Join(talks: false);
        Join(talks: false);
        for (int i = 0; i < 5_000; i++)
        {
            ann.Say(_now);
        }

        Tick(1);

        Assert.Equal(8, _statistics.Received);
        Assert.Equal(4_992, _statistics.Overflowed);
    }

    [Fact]
    public void An_empty_room_ticks_in_peace()
    {
        Tick(3);

        Assert.Equal(0, _statistics.Encodes);
    }

    [Fact]
    public void Alone_in_a_room_one_is_sent_nothing()
    {
        TalkingParticipant ann = Join(talks: true);

        Tick(50);

        Assert.Equal(0, ann.Sink.Count);
        Assert.Equal(0, _statistics.AddedDelay.Count);
        Assert.Equal(50, _statistics.Unheard);
        Assert.Equal(0, _statistics.Received);
    }

    [Fact]
    public void Two_talkers_and_a_listener_are_three_encodes_a_tick()
    {
        Join(talks: true);
        Join(talks: true);
        TalkingParticipant listener = Join(talks: false);
        Tick(50);
        long before = _statistics.Encodes;

        Tick(10);

        Assert.Equal(30, _statistics.Encodes - before);
        Assert.Equal(listener.Sink.Count * 3, _statistics.DatagramsOut);
    }

    [Fact]
    public void Who_sends_nothing_is_no_talker_even_where_every_sound_is_speech()
    {
        TalkingParticipant ann = Join(talks: false, new MixOptions { VadThreshold = 0 });
        TalkingParticipant bob = Join(talks: false, new MixOptions { VadThreshold = 0 });

        Tick(50);

        Assert.Equal(0, ann.Sink.Count + bob.Sink.Count);
        Assert.Equal(0, _statistics.Encodes);
    }

    [Fact]
    public void Malformed_datagrams_are_dropped_and_counted_and_the_rest_goes_on()
    {
        TalkingParticipant ann = Join(talks: true);
        TalkingParticipant bob = Join(talks: false);
        var random = new Random(3);
        var garbage = new byte[2_000];
        for (int i = 0; i < 100; i++)
        {
            random.NextBytes(garbage);
            garbage[0] = 0;
            ann.Server.Receive(garbage.AsSpan(0, 1 + random.Next(garbage.Length)), _now);
            Tick(1);
        }

        Assert.Equal(100, _statistics.Malformed);
        Assert.Equal(200, _statistics.DatagramsIn);
        Assert.True(bob.Sink.Count > 90);
    }

    [Fact]
    public void Any_bytes_at_all_harm_nobody()
    {
        TalkingParticipant ann = Join(talks: false);
        TalkingParticipant bob = Join(talks: true);
        var random = new Random(4);
        var valid = new byte[60];
        for (int i = 0; i < 100_000; i++)
        {
            // Mutants of a datagram that a client could send, and Opus that is none.
            random.NextBytes(valid);
            new VoiceHeader(random.Next(2) == 0, true, (byte)random.Next(128), (uint)(i + random.Next(3)), (uint)i * 960)
                .WriteTo(valid);
            valid[random.Next(10)] ^= (byte)(1 << random.Next(8));
            ann.Server.Receive(valid.AsSpan(0, random.Next(4) == 0 ? random.Next(60) : 60), _now);
            if (i % 200 == 199)
            {
                Tick(1);
            }
            else if (i % 8 == 7)
            {
                // As many as the ring holds; without the encodes of a whole tick, which would take long.
                ann.Server.Uplink.Tick(_now += MonotonicClock.Millisecond);
            }
        }

        Assert.Equal(100_000 + bob.Sent, _statistics.DatagramsIn);
        Tick(50);
        Assert.True(ann.Sink.Count > 45);
    }

    [Fact]
    public void More_than_a_ring_holds_between_two_ticks_is_dropped_and_counted()
    {
        TalkingParticipant ann = Join(talks: false);
        Join(talks: false);
        for (int i = 0; i < 20; i++)
        {
            ann.Say(_now);
        }

        Assert.Equal(12, _statistics.Overflowed);
    }

    [Fact]
    public void A_listener_whose_connection_takes_nothing_is_counted_and_harms_nobody()
    {
        Join(talks: true);
        TalkingParticipant deaf = Join(talks: false);
        TalkingParticipant bob = Join(talks: false);
        deaf.Sink.Refuses = true;

        Tick(50);

        Assert.Equal(bob.Sink.Count, _statistics.Refused);
        Assert.Equal(bob.Sink.Count, _statistics.DatagramsOut);
    }

    [Fact]
    public void Added_delay_is_counted_from_arrival_until_the_packets_are_handed_over()
    {
        Join(talks: true);
        Join(talks: false);
        Join(talks: false);
        Tick(20);
        long before = _statistics.AddedDelay.Count;

        Tick(10);

        Assert.Equal(10, _statistics.AddedDelay.Count - before);
        // Each packet comes 1 ms before a tick, too soon for it, plays 20 ms later, and is handed over 2 ms after that.
        Assert.InRange(_statistics.AddedDelay.Percentile(0.5), 23, 23.2);
    }

    [Fact]
    public void Who_went_is_disposed_in_the_next_tick()
    {
        TalkingParticipant ann = Join(talks: true);
        Join(talks: false);
        Tick(5);
        _mixer.Remove(ann.Server);
        _talking.Remove(ann);
        Tick(1);

        Assert.True(ann.Server.IsDisposed);
    }

    public void Dispose()
    {
        _mixer.Dispose();
        _streams.Dispose();
        _talking.ForEach(talking => talking.Dispose());
    }

    private TalkingParticipant Join(bool talks, MixOptions? options = null)
    {
        var participant = new TalkingParticipant((ulong)_talking.Count, options ?? new MixOptions(), _statistics) { Talks = talks };
        _talking.Add(participant);
        _mixer.Add(participant.Server);
        return participant;
    }

    private void Tick(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _now += 20 * MonotonicClock.Millisecond;
            foreach (TalkingParticipant participant in _talking)
            {
                if (participant.Talks)
                {
                    participant.Say(_now - MonotonicClock.Millisecond);
                }
            }

            _mixer.Tick(_now, TickTerms.Usual);
            _mixer.Sent(_now + (2 * MonotonicClock.Millisecond));
        }
    }

    // A participant who says a steady tone, and the sink that counts what it is sent.
    private sealed class TalkingParticipant : IDisposable
    {
        private readonly VoiceSender _sender = new(new OpusEncoderOptions());
        private readonly float[] _tone = new float[AudioFormat.FrameSamples];
        private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];

        public TalkingParticipant(ulong id, MixOptions options, MixStatistics statistics)
        {
            Server = new MixParticipant(id, Sink, options, statistics);
            for (int i = 0; i < _tone.Length; i++)
            {
                _tone[i] = 0.2f * MathF.Sin(2 * MathF.PI * 500 * i / AudioFormat.SampleRate);
            }
        }

        public bool Talks { get; init; }

        public CountingSink Sink { get; } = new();

        public MixParticipant Server { get; }

        public int Sent { get; private set; }

        public void Say(long now)
        {
            int length = _sender.SendDatagram(_tone, isSpeech: true, _datagram);
            Server.Receive(_datagram.AsSpan(0, length), now);
            Sent++;
        }

        public void Dispose() => _sender.Dispose();
    }

    private sealed class CountingSink : IPacketSink
    {
        public int Count { get; private set; }

        public bool Refuses { get; set; }

        public bool Send(ReadOnlySpan<byte> datagram)
        {
            Count += Refuses ? 0 : 1;
            return !Refuses;
        }

        public bool Queue(ReadOnlySpan<byte> datagram) => Send(datagram);
    }
}
