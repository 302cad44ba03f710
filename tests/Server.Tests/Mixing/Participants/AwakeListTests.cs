using Mcu.Common;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;
using Mcu.Testing;

namespace Mcu.Server.Tests.Mixing.Participants;

// Who only listens is not looked at; and nobody is the worse for it who begins to do something else.
public sealed class AwakeListTests : IDisposable
{
    private readonly MixedRoom _room = new();

    [Fact]
    public void Only_who_speaks_or_has_blocked_somebody_is_looked_at()
    {
        MixedPerson[] people = _room.Join(50);
        people[3].Says = people[20].Says = Say.Tone(440);
        _room.Tick(5);
        Assert.Equal([people[3], people[20]], Awake());

        people[7].Server.Block(people[20].Server);
        _room.Tick();
        Assert.Equal([people[3], people[7], people[20]], Awake());

        people[7].Server.Unblock(people[20].Server);
        people[3].Says = Say.Nothing;
        _room.Tick(2);
        Assert.Equal([people[3], people[20]], Awake());

        // Until the memory of who spoke goes back.
        _room.Tick(600);
        Assert.Equal([people[20]], Awake());
    }

    [Fact]
    public void All_are_looked_at_once_where_somebody_comes_or_goes()
    {
        MixedPerson[] people = _room.Join(10);
        _room.Tick();
        Assert.Empty(Awake());
        _room.Leave(people[4]);
        MixedPerson late = _room.Join(Say.Tone(440));
        _room.Tick(10);
        Assert.Equal([late], Awake());
        Assert.Equal(9, late.Server.Index);
        Assert.Equal(4, people[5].Server.Index);
    }

    // Somebody comes or goes as they begin, which wakes all, or nobody does.
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Who_begins_to_talk_is_heard_in_the_same_tick_as_one_who_is_awake(bool leaves, bool joins)
    {
        MixedPerson[] people = _room.Join(10);
        people[2].Says = Say.Tone(440);
        _room.Tick(100);
        Assert.False(people[6].Server.IsAwake);

        // The packet is there before the others change.
        people[6].Says = Say.Tone(600);
        people[6].Speak(_room.Now + (10 * MonotonicClock.Millisecond));
        people[6].Says = Say.Nothing;
        if (leaves)
        {
            _room.Leave(people[0]);
        }

        if (joins)
        {
            _room.Join();
        }

        _room.Tick();
        Assert.True(people[6].Server.Uplink.Talks);
        Assert.True(people[6].Server.IsHeard);
        Assert.NotSame(people[6].Server.Downlink.Stream, people[7].Server.Downlink.Stream);
    }

    // As somebody who is muted, unmutes and speaks at once; what the gate was before must be known by then.
    [Fact]
    public void Mute_and_unmute_are_seen_asleep()
    {
        MixedPerson[] people = _room.Join(5);
        _room.Tick(2);
        people[1].Server.IsMuted = true;
        _room.Tick(2);
        Assert.Empty(Awake());
        people[1].Server.IsMuted = false;
        people[1].Server.IsMuted = true;
        _room.Tick();
        people[1].Server.IsMuted = false;
        _room.Tick();
        people[1].Says = Say.Tone(440);
        _room.Tick(2); // what arrives just as a tick begins is the next one's
        Assert.True(people[1].Server.Uplink.Talks);
    }

    [Fact]
    public void To_wake_and_to_fall_asleep_allocates_nothing()
    {
        MixedPerson[] people = _room.Join(100);
        _room.Tick();
        int woken = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 300; i++)
            {
                people[i * 7 % 100].Server.IsMuted ^= true;
                people[i * 13 % 100].Server.IsMuted ^= true;
                woken += _room.Mixer.IdleUntil == long.MinValue ? 1 : 0;
                _room.Tick();
            }
        }));
        Assert.True(woken > 250, $"woken {woken} times");
        Assert.Empty(Awake());
    }

    [Fact]
    public void A_ring_wakes_a_room_that_rests()
    {
        MixedPerson[] people = _room.Join(3);
        _room.Tick(3);
        Assert.Equal(long.MaxValue, _room.Mixer.IdleUntil);
        people[1].Server.IsMuted = true;
        Assert.Equal(long.MinValue, _room.Mixer.IdleUntil);
        _room.Tick();
        Assert.Equal(long.MaxValue, _room.Mixer.IdleUntil);
    }

    // Two real threads mute and unmute while the room ticks: whoever is asleep in the end has nothing left to be seen.
    [Fact]
    public void No_ring_is_lost()
    {
        var statistics = new MixStatistics();
        MixParticipant[] people = [.. Enumerable.Range(0, 4)
            .Select(id => new MixParticipant((ulong)id, new RecordingSink(), new MixOptions(), statistics))];
        using var streams = new MixStreamPool(new MixOptions().Encoder);
        using var mixer = new RoomMixer(streams, statistics);
        Array.ForEach(people, mixer.Add);
        int running = 2;
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(index => new Thread(() =>
        {
            for (int i = 0; i < 200_000; i++)
            {
                people[(2 * index) + (i & 1)].IsMuted ^= true;
                people[(2 * index) + (i & 1)].Shut(GateReason.Alone, (i & 2) != 0);
            }

            Interlocked.Decrement(ref running);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        int slept = 0;
        for (long now = 0; Volatile.Read(ref running) > 0; now++)
        {
            mixer.Tick(now, TickTerms.Usual);
            slept += people.Count(person => !person.IsAwake);
        }

        Array.ForEach(threads, thread => thread.Join());
        mixer.Tick(long.MaxValue / 2, TickTerms.Usual);
        Assert.True(slept > 100, $"slept {slept} times");
        Assert.All(people, person => Assert.False(person.NeedsLook || person.IsAwake));
    }

    public void Dispose() => _room.Dispose();

    private IEnumerable<MixedPerson> Awake() => _room.People.Where(person => person.Server.IsAwake);
}
