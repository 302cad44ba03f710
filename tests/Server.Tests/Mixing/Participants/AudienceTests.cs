using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing.Participants;

// Seats that move: people come and go, speak, block, mute and are left with one other, at random. Every person holds of every packet
// that its numbers go on.
public class AudienceTests
{
    private const int Ticks = 1_500;

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 12)]
    [InlineData(4, 40)]
    public void Everyones_numbers_go_on_whoever_comes_and_goes(int seed, int most)
    {
        using var room = new MixedRoom();
        var random = new Random(seed);
        long sent = 0;
        for (int tick = 0; tick < Ticks; tick++)
        {
            Change(room, random, most);
            room.Tick();
            sent = Math.Max(sent, room.People.Count > 0 ? room.People.Max(person => person.Count) : 0);
            Assert.DoesNotContain(room.People, person => person.Server is { IsForwarded: true, Downlink.Stream: not null });
        }

        Assert.True(sent > 100, $"nobody was sent more than {sent} packets");
        Assert.True(room.Statistics.Encodes > 100 && (most > 3 || room.Statistics.Forwards > 100), "mixed and forwarded");
    }

    [Fact]
    public void A_seat_that_is_away_comes_back_to_where_its_listener_is_by_then()
    {
        var statistics = new MixStatistics();
        MixParticipant[] people = [.. Enumerable.Range(0, 3)
            .Select(id => new MixParticipant((ulong)id, new RecordingSink(), new MixOptions(), statistics))];
        for (uint i = 0; i < people.Length; i++)
        {
            people[i].Downlink.Numbers.NextSequence = 100 + i;
        }

        var audience = new Audience();
        audience.Take(people);
        Assert.Equal([100, 101, 102], Sequences());

        people[2].Downlink.Leave();
        people[2].Downlink.Numbers.NextSequence = 202;
        audience.StaySilent(1);
        Assert.True(audience.Seats[2].IsAway);
        audience.Take(people[1..]);
        Assert.True(audience.Seats[1].IsAway);
        Assert.Equal(202u, people[2].Downlink.Numbers.NextSequence);
        Assert.Equal(0u, people[2].Downlink.Numbers.NextTimestamp);
        Assert.Equal(960u, audience.Seats[0].Numbers.NextTimestamp);

        people[2].Downlink.Return();
        Assert.Equal([101, 202], Sequences());
        Assert.False(audience.Seats[1].IsAway);
        audience.Seats[1].Numbers.NextSequence++;
        Assert.Equal(203u, people[2].Downlink.Numbers.NextSequence);

        uint[] Sequences()
        {
            var sequences = new List<uint>();
            foreach (ref Seat seat in audience.Seats)
            {
                sequences.Add(seat.Numbers.NextSequence);
            }

            return [.. sequences];
        }
    }

    private static void Change(MixedRoom room, Random random, int most)
    {
        if (random.Next(20) == 0 && room.People.Count < most)
        {
            room.Join();
        }

        if (room.People.Count == 0)
        {
            return;
        }

        MixedPerson one = room.People[random.Next(room.People.Count)];
        MixedPerson other = room.People[random.Next(room.People.Count)];
        switch (random.Next(200))
        {
            case < 3:
                room.Leave(one);
                break;
            case < 13:
                one.Says = Say.Tone(300 + (50 * random.Next(10)));
                break;
            case < 25:
                one.Says = Say.Nothing;
                break;
            case < 28:
                one.Server.Block(other.Server);
                break;
            case < 31:
                one.Server.Unblock(other.Server);
                break;
            case < 34:
                one.Server.IsMuted ^= true;
                break;
        }
    }
}
