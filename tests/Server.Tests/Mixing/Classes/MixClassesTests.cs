using Mcu.Common.Audio;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;
using Mcu.Testing;

namespace Mcu.Server.Tests.Mixing;

// How many streams there are for whom. Numbers that go on unbroken are checked for everyone in every tick of these.
public sealed class MixClassesTests : IDisposable
{
    private readonly MixedRoom _room = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 5)]
    [InlineData(8, 9)]
    public void So_many_talkers_in_a_room_of_64_are_one_encode_more(int talkers, int encodes)
    {
        MixedPerson[] people = _room.Join(64);
        Talk(people[..talkers]);
        _room.Tick(50);

        Assert.Equal(encodes * 20, _room.EncodesIn(20));
        Assert.All(people, person => Assert.InRange(person.Count, talkers == 1 && person == people[0] ? 0u : 60u, 70u));
    }

    [Fact]
    public void A_block_on_somebody_silent_splits_nothing()
    {
        MixedPerson[] people = _room.Join(64);
        Talk(people[..2]);
        _room.Tick(50);

        people[10].Server.Block(people[20].Server);

        Assert.Equal(3 * 20, _room.EncodesIn(20));
    }

    [Fact]
    public void A_block_on_talkers_adds_one_stream_for_all_who_have_it_and_one_encode_for_each_frame_it_is_primed_with()
    {
        MixedPerson[] people = _room.Join(64);
        Talk(people[..3]);
        _room.Tick(50);
        Assert.Equal(4, _room.EncodesIn(1));

        foreach (MixedPerson person in people[10..12])
        {
            person.Server.Block(people[0].Server);
            person.Server.Block(people[1].Server);
        }

        Assert.Equal(5 + MixStream.PastFrames, _room.EncodesIn(1));
        Assert.Equal(5 * 20, _room.EncodesIn(20));
        Assert.Same(people[10].Server.Downlink.Stream, people[11].Server.Downlink.Stream);

        foreach (MixedPerson person in people[10..12])
        {
            person.Server.Unblock(people[0].Server);
            person.Server.Unblock(people[1].Server);
        }

        Assert.Equal(5, _room.EncodesIn(1));
        _room.Tick(MixTwins.Ticks);
        Assert.Equal(4 * 20, _room.EncodesIn(20));
        Assert.Same(people[20].Server.Downlink.Stream, people[11].Server.Downlink.Stream);
    }

    [Fact]
    public void Who_blocks_a_talker_hears_what_that_talker_hears_and_shares_its_stream_in_the_end()
    {
        MixedPerson[] people = _room.Join(64);
        Talk(people[..3]);
        _room.Tick(50);

        people[10].Server.Block(people[0].Server);
        Assert.Equal((5 * 10) + MixStream.PastFrames, _room.EncodesIn(10));
        _room.Tick(1);

        Assert.Equal(4 * 20, _room.EncodesIn(20));
        Assert.Same(people[10].Server.Downlink.Stream, people[0].Server.Downlink.Stream);
    }

    [Fact]
    public void The_order_of_blocks_makes_no_difference()
    {
        MixedPerson[] people = _room.Join(16);
        Talk(people[..4]);
        people[10].Server.Block(people[0].Server);
        people[10].Server.Block(people[3].Server);
        people[11].Server.Block(people[3].Server);
        people[11].Server.Block(people[0].Server);

        // Who talks and has a block is as one who does not talk and has another one more.
        people[3].Server.Block(people[0].Server);
        _room.Tick(50);

        Assert.Equal(5 * 20, _room.EncodesIn(20));
        Assert.Same(people[10].Server.Downlink.Stream, people[11].Server.Downlink.Stream);
        Assert.Same(people[10].Server.Downlink.Stream, people[3].Server.Downlink.Stream);
    }

    [Fact]
    public void Who_begins_to_talk_goes_on_with_a_primed_stream_and_the_many_stay_on_theirs()
    {
        MixedPerson[] people = _room.Join(8);
        Talk(people[0]);
        _room.Tick(50);
        MixStream? stream = people[5].Server.Downlink.Stream;

        Talk(people[1]);
        TickUntil(() => people[1].Server.Uplink.Talks);
        Assert.NotSame(stream, people[1].Server.Downlink.Stream);
        Assert.Same(stream, people[5].Server.Downlink.Stream);
        // Three to prime the one of who hears one less now, and none for who has heard nobody so far.
        Assert.Equal(1 + MixStream.PastFrames, people[1].Server.Downlink.Stream!.Encodes);
        Assert.Equal(1, people[0].Server.Downlink.Stream!.Encodes);

        people[1].Says = Say.Nothing;
        TickUntil(() => !people[1].Server.Uplink.Talks);
        Assert.NotSame(stream, people[1].Server.Downlink.Stream);
        _room.Tick(MixTwins.Ticks);
        Assert.Same(stream, people[1].Server.Downlink.Stream);
        Assert.Null(people[0].Server.Downlink.Stream);
        Assert.Equal(20, _room.EncodesIn(20));
    }

    [Fact]
    public void Who_comes_amid_speech_joins_the_stream_that_is_there()
    {
        MixedPerson[] people = _room.Join(8);
        Talk(people[..2]);
        _room.Tick(50);
        long before = _room.Statistics.Encodes;

        MixedPerson late = _room.Join();
        _room.Tick(2);

        Assert.Equal(3 * 2, _room.Statistics.Encodes - before);
        Assert.Same(people[5].Server.Downlink.Stream, late.Server.Downlink.Stream);
        Assert.Equal(2u, late.Count);
    }

    [Fact]
    public void Where_a_talker_leaves_the_rest_goes_on_and_its_stream_is_free()
    {
        MixedPerson[] people = _room.Join(8);
        Talk(people[..3]);
        _room.Tick(50);
        Assert.Equal(4, _room.Streams.Count - _room.Streams.Free);

        _room.Leave(people[1]);
        _room.Tick(1);

        Assert.Equal(3, _room.Streams.Count - _room.Streams.Free);
        Assert.Equal(3 * 20, _room.EncodesIn(20));
    }

    [Fact]
    public void After_the_last_word_two_frames_of_silence_are_sent_and_then_nothing_and_the_room_rests()
    {
        MixedPerson[] people = _room.Join(8);
        Talk(people[..2]);
        _room.Tick(50);
        people[0].Says = people[1].Says = Say.Nothing;
        TickUntil(() => !people[0].Server.Uplink.Talks && !people[1].Server.Uplink.Talks);
        uint sent = people[7].Count;
        Assert.Equal(VoiceHeader127(), (people[7].Last.Voice, people[7].Last.Level));
        _room.Tick(1);
        Assert.Equal(VoiceHeader127(), (people[7].Last.Voice, people[7].Last.Level));
        Assert.NotEqual(long.MaxValue, _room.Mixer.IdleUntil);
        _room.Tick(1);

        Assert.Equal(sent + 1, people[7].Count);
        Assert.Equal(0, _room.EncodesIn(50));
        Assert.Equal(_room.Streams.Count, _room.Streams.Free);
        Assert.Equal(long.MaxValue, _room.Mixer.IdleUntil);

        static (bool, byte) VoiceHeader127() => (false, AudioLevel.Silence);
    }

    [Fact]
    public void While_talkers_come_and_go_nothing_is_allocated_once_the_pool_is_warm()
    {
        MixedPerson[] people = _room.Join(16);
        people[9].Server.Block(people[0].Server);
        people[9].Server.Block(people[2].Server);
        FrameSource tone = Say.Tone(500);
        int turn = 0;
        Alternate();
        int streams = _room.Streams.Count;

        Assert.Equal(0, Allocation.Of(Alternate));
        Assert.Equal(streams, _room.Streams.Count);

        // Each of four talks for 400 ms and is silent for 800; two of them talk at a time, or three.
        void Alternate()
        {
            for (int i = 0; i < 24; i++)
            {
                for (int talker = 0; talker < 4; talker++)
                {
                    people[talker].Says = (turn + (3 * talker)) % 12 < 4 ? tone : Say.Nothing;
                }

                turn++;
                _room.Tick(5);
            }
        }
    }

    [Fact]
    public void Who_pauses_between_words_moves_nobody()
    {
        MixedPerson[] people = _room.Join(8);
        Talk(people[0]);
        people[1].Says = Say.TonePulses(700, onFrames: 10, offFrames: 10);
        _room.Tick(50);
        MixStream?[] streams = [.. people.Select(person => person.Server.Downlink.Stream)];

        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(3, _room.EncodesIn(1));
            Assert.Equal(streams, people.Select(person => person.Server.Downlink.Stream));
        }
    }

    public void Dispose() => _room.Dispose();

    private static void Talk(params MixedPerson[] people)
    {
        for (int i = 0; i < people.Length; i++)
        {
            people[i].Says = Say.Tone(300 + (170 * i), 0.1f);
        }
    }

    private void TickUntil(Func<bool> isSo)
    {
        for (int i = 0; i < 100; i++)
        {
            _room.Tick();
            if (isSo())
            {
                return;
            }
        }

        Assert.Fail("It did not come to that.");
    }
}
