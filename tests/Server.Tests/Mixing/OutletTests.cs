using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing;

// Through an outlet everyone is sent what they would be without one, packet by packet, and what is shared is shared once per stream.
public sealed class OutletTests
{
    private const int Ticks = 200;

    [Fact]
    public void Everyone_is_sent_the_same_as_without_an_outlet()
    {
        var outlet = new AssemblingOutlet();
        using MixedRoom with = Fill(new MixedRoom(outlet: outlet));
        using MixedRoom without = Fill(new MixedRoom());
        for (int tick = 0; tick < Ticks; tick++)
        {
            with.Tick();
            without.Tick();
            Assert.Equal(with.Statistics.MixClasses, outlet.Send());
            for (int i = 0; i < with.People.Count; i++)
            {
                Assert.Equal(without.People[i].Count, with.People[i].Count);
                Assert.Equal(without.People[i].Last, with.People[i].Last);
                Assert.True(without.People[i].Payload.SequenceEqual(with.People[i].Payload));
            }
        }

        Assert.InRange(outlet.Queued, Ticks, with.Statistics.DatagramsOut);
    }

    private static MixedRoom Fill(MixedRoom room)
    {
        room.Join(Say.Tone(400));
        room.Join(Say.TonePulses(600, onFrames: 30, offFrames: 40));
        MixedPerson[] listeners = room.Join(4);
        listeners[0].Server.Block(room.People[0].Server);
        return room;
    }
}
