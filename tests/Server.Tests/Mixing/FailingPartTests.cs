using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing;

// A part of a tick that fails costs those who wait for it this frame, and nobody anything else. That everybody's numbers go on, the
// people of the room check with every packet.
public sealed class FailingPartTests : IDisposable
{
    private readonly FailingCrew _crew = new();
    private readonly MixedRoom _room;

    public FailingPartTests() => _room = new MixedRoom(crew: _crew);

    [Fact]
    public void Only_its_listeners_miss_a_frame()
    {
        MixedPerson[] people = Talking(2, of: 6);
        _crew.Fails = (part, _) => part == 0;

        Assert.Throws<InvalidOperationException>(() => _room.Tick());

        _crew.Fails = FailingCrew.Never;
        MixStream? failed = people.First(person => person.Payload.IsEmpty).Server.Downlink.Stream;
        foreach (MixedPerson person in people)
        {
            Assert.Equal(person.Server.Downlink.Stream == failed, person.Payload.IsEmpty);
        }

        Assert.Contains(people, person => !person.Payload.IsEmpty);
        _room.Tick(30);
        Assert.All(people, person => Assert.False(person.Payload.IsEmpty));
    }

    [Fact]
    public void A_stream_that_failed_at_its_beginning_takes_nothing_over_later()
    {
        MixedPerson[] people = Talking(3, of: 8);
        people[7].Server.Block(people[0].Server);
        _crew.Fails = (part, parts) => part == parts - 1; // the new one

        Assert.Throws<InvalidOperationException>(() => _room.Tick());

        _crew.Fails = FailingCrew.Never;
        Assert.True(people[7].Payload.IsEmpty);
        Assert.Equal(5, _room.EncodesIn(1));
        Assert.False(people[7].Payload.IsEmpty);
        _room.Tick(30);
    }

    [Fact]
    public void A_room_in_which_every_part_fails_for_a_while_goes_on_after_it()
    {
        MixedPerson[] people = Talking(2, of: 4);
        _crew.Fails = (_, _) => true;
        for (int i = 0; i < 10; i++)
        {
            Assert.Throws<InvalidOperationException>(() => _room.Tick());
            Assert.All(people, person => Assert.True(person.Payload.IsEmpty));
        }

        _crew.Fails = FailingCrew.Never;
        _room.Tick(30);
        Assert.All(people, person => Assert.False(person.Payload.IsEmpty));
    }

    public void Dispose() => _room.Dispose();

    private MixedPerson[] Talking(int talkers, int of)
    {
        MixedPerson[] people = _room.Join(of);
        for (int i = 0; i < talkers; i++)
        {
            people[i].Says = Say.Tone(300 + (i * 170));
        }

        _room.Tick(30);
        return people;
    }

    // Does all parts but those that are to fail, as a crew must.
    private sealed class FailingCrew : IMixCrew
    {
        // Told the part and how many there are.
        public Func<int, int, bool> Fails { get; set; } = Never;

        public static bool Never(int part, int parts) => false;

        public void Run(IMixWork work, int parts)
        {
            bool failed = false;
            for (int part = 0; part < parts; part++)
            {
                if (Fails(part, parts))
                {
                    failed = true;
                }
                else
                {
                    work.RunPart(part);
                }
            }

            if (failed)
            {
                throw new InvalidOperationException("A part failed.");
            }
        }
    }
}
