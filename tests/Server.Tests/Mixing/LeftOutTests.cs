using System.Runtime.InteropServices;
using Mcu.Common.Protocol;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing;

// Nobody can tell what the mixer leaves out: three rooms live through the same at random, one whose people never sleep, one whose people
// do, and one that leaves out whole ticks besides. In every tick of the first two everyone is sent the same packets and the same talkers
// are told; the third may be late by what it rests amid a conversation.
public class LeftOutTests
{
    private const int Ticks = 1_200;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    [InlineData(6, 4)]
    [InlineData(7, 8)]
    [InlineData(8, 20)]
    [InlineData(20, 2)]
    [InlineData(27, 4)]
    public void Sleep_changes_nothing_whatever_happens(int seed, int most)
    {
        var outlet = new AssemblingOutlet();
        var told = (Awake: new Told(), Asleep: new Told(), Resting: new Told());
        using var awake = new MixedRoom(observer: told.Awake);
        using var asleep = new MixedRoom(outlet: outlet, observer: told.Asleep);
        using var resting = new MixedRoom(observer: told.Resting);
        MixedRoom[] rooms = [awake, asleep, resting];
        awake.Scheduler = (now, terms) =>
        {
            awake.People.ForEach(person => person.Server.Waker.Ring());
            awake.Mixer.Tick(now, terms);
        };
        int ticked = 0;
        resting.Scheduler = Parking(resting, () => ticked++);
        var apart = new Apart();
        int slept = 0;
        Random[] randoms = [.. rooms.Select(_ => new Random(seed))];
        for (int tick = 0; tick < Ticks; tick++)
        {
            // Busy for a while, and then quiet for as long.
            bool isBusy = tick / 150 % 2 == 0;
            for (int i = 0; i < rooms.Length; i++)
            {
                LetHappen(rooms[i], randoms[i], most, isBusy);
                rooms[i].Tick();
            }

            outlet.Send();
            slept += asleep.People.Count(person => !person.Server.IsAwake);
            Assert.Equal(told.Awake.Talkers, told.Asleep.Talkers);
            AssertSame(awake, asleep, tick);
            apart.AssertShort(awake, resting, tick);
            apart.AssertShort(told.Awake, told.Resting, tick);
        }

        Assert.True(awake.Statistics.Encodes + awake.Statistics.Forwards > 100, "somebody was heard");
        Assert.True(slept > 100, $"slept {slept} times");
        Assert.InRange(ticked, 50, Ticks - 100);
    }

    // As a mixing thread does it.
    private static Action<long, TickTerms> Parking(MixedRoom room, Action ticked)
    {
        var schedule = new TickSchedule();
        var parking = new RoomParking(schedule, static () => { });
        parking.Attach(room.Mixer);
        schedule.Add(room.Mixer, room.Now + TickSchedule.Period);
        return (now, terms) =>
        {
            parking.TakeBack(now);
            if (parking.TryTakeDue(now, out DueTick due))
            {
                Assert.Equal(0, due.Lateness);
                room.Mixer.Skip(due.Slept);
                room.Mixer.Tick(now, terms);
                parking.ParkIfIdle(room.Mixer, now);
                ticked();
            }
        };
    }

    private static void AssertSame(MixedRoom expected, MixedRoom actual, int tick)
    {
        for (int i = 0; i < expected.People.Count; i++)
        {
            MixedPerson one = expected.People[i];
            MixedPerson other = actual.People[i];
            string where = $"tick {tick}, person {one.Server.Id}";
            Assert.True(one.Server.IsShown == other.Server.IsShown, $"{where}: shown {other.Server.IsShown}");
            Assert.True(one.Count == other.Count, $"{where}: {other.Count} packets instead of {one.Count}");
            Assert.True(one.Last == other.Last, $"{where}: {other.Last} instead of {one.Last}");
            Assert.True(one.Payload.SequenceEqual(other.Payload), $"{where}: another payload");
        }
    }

    private static void LetHappen(MixedRoom room, Random random, int most, bool isBusy)
    {
        for (int changes = random.Next(isBusy ? 3 : 1); changes > 0; changes--)
        {
            LetHappen(room, random, most);
        }

        if (!isBusy && random.Next(8) == 0 && room.People.Count > 0)
        {
            room.People[random.Next(room.People.Count)].Says = random.Next(20) == 0 ? Say.Tone(500) : Say.Nothing;
        }
    }

    private static void LetHappen(MixedRoom room, Random random, int most)
    {
        if (room.People.Count == 0 || (room.People.Count < most && random.Next(20) == 0))
        {
            room.Join();
        }

        MixedPerson one = room.People[random.Next(room.People.Count)];
        MixedPerson other = room.People[random.Next(room.People.Count)];
        switch (random.Next(100))
        {
            case < 3:
                room.Leave(one);
                break;
            case < 14:
                one.Says = Say.Tone(300 + (50 * random.Next(10)), 0.05f + (0.1f * random.NextSingle()));
                break;
            case < 28:
                one.Says = Say.Nothing;
                break;
            case < 30:
                one.Says = Say.TonePulses(800, 1 + random.Next(20), 1 + random.Next(40));
                break;
            case < 34:
                one.Server.Block(other.Server);
                break;
            case < 40:
                one.Server.Unblock(other.Server);
                break;
            case < 42:
                // Between two ticks, and nobody hears of it.
                one.Server.Block(other.Server);
                one.Server.Unblock(other.Server);
                break;
            case < 46:
                one.Server.IsMuted ^= true;
                break;
            case < 48:
                one.Server.IsMuted = true;
                one.Server.IsMuted = false;
                break;
            case < 50:
                room.Effort = new MixEffort(random.Next(2, 6), random.Next(1, 4));
                break;
            case < 52:
                room.Effort = MixEffort.Full;
                break;
            case < 54:
                // What cannot be read wakes somebody, and is nothing.
                one.Server.Receive(new byte[VoiceHeader.Size], room.Now);
                break;
        }
    }

    // For how many ticks in a row a room has not done what the other has.
    private sealed class Apart
    {
        // A stream is looked after every 300 ms at least; and who has fallen silent is told 200 ms later.
        private const int Sound = 15;
        private const int News = 25;

        private readonly Dictionary<ulong, int> _sound = [];
        private int _news;

        public void AssertShort(Told expected, Told actual, int tick)
        {
            _news = expected.Talkers.SequenceEqual(actual.Talkers) ? 0 : _news + 1;
            Assert.True(_news <= News, $"tick {tick}: [{string.Join(' ', actual.Talkers)}] are told to talk");
        }

        public void AssertShort(MixedRoom expected, MixedRoom actual, int tick)
        {
            foreach ((MixedPerson one, MixedPerson other) in expected.People.Zip(actual.People))
            {
                ref int apart = ref CollectionsMarshal.GetValueRefOrAddDefault(_sound, one.Server.Id, out _);
                apart = one.Payload.IsEmpty == other.Payload.IsEmpty ? 0 : apart + 1;
                Assert.True(apart <= Sound, $"tick {tick}: person {one.Server.Id} is sent {(other.Payload.IsEmpty ? "nothing" : "sound")}");
            }
        }
    }

    // Who was last told to be talking.
    private sealed class Told : ITalkerObserver
    {
        public IReadOnlyList<ulong> Talkers { get; private set; } = [];

        public void TalkersChanged(IReadOnlyList<ulong> talkers) => Talkers = talkers;
    }
}
