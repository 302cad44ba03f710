using Mcu.Server.Rooms;
using static Mcu.Server.Tests.Rooms.TestRooms;

namespace Mcu.Server.Tests.Rooms;

public class RoomPropertyTests
{
    private const int Seeds = 100;
    private const int Steps = 2_000;

    // Few rooms, people and seconds, so that everything meets everything: full rooms, rooms that give way, bans that end.
    private static readonly RoomOptions s_options = new()
    {
        Capacity = 5,
        MaxRooms = 3,
        CleanupInterval = TimeSpan.FromSeconds(30),
        KickBan = TimeSpan.FromSeconds(60),
    };

    [Fact]
    public void Any_sequence_keeps_one_host_in_each_room_and_does_what_the_model_does()
    {
        var refusals = new Dictionary<Type, int>();
        for (int seed = 0; seed < Seeds; seed++)
        {
            var run = new Run(seed);
            for (int step = 0; step < Steps; step++)
            {
                if (run.Step(step) is { } refusal)
                {
                    refusals[refusal] = refusals.GetValueOrDefault(refusal) + 1;
                }
            }
        }

        // Every refusal was met, many times over.
        Assert.Equal(7, refusals.Count);
        Assert.All(refusals.Values, count => Assert.True(count > 100, string.Join(", ", refusals)));
    }

    private sealed class Run(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly RoomDirectory _directory = new(s_options, (ulong)seed << 20);
        private readonly RoomModel _model = new(s_options);
        private readonly List<ulong> _people = [0];
        private readonly HashSet<ulong> _given = [];
        private long _now;

        // One request to both; the refusal's type, where it was refused.
        public Type? Step(int step)
        {
            _now += _random.Next(3) == 0 ? Seconds(_random.Next(5)) : 0;
            (RoomOutcome outcome, Type? expected) = Request(step);
            Assert.Equal(expected, outcome.Refusal?.GetType());
            Assert.True(outcome.Refusal is null || outcome.Deliveries.Count == 0);
            CheckRooms();
            CheckDeliveries(outcome);
            return expected;
        }

        private (RoomOutcome Outcome, Type? Expected) Request(int step)
        {
            ulong by = Anyone();
            ulong whom = Anyone();
            bool on = _random.Next(2) == 0;
            switch (_random.Next(16))
            {
                case < 6:
                    return Join();
                case < 8:
                    return (_directory.Leave(by, _now), _model.Leave(by, _now, step));
                case < 10:
                    return (_directory.Kick(by, whom, _now), _model.Kick(by, whom, _now));
                case 10:
                    return (InRoomOf(by, room => room.Mute(by, on)), _model.Mute(by, on));
                case 11:
                    return (InRoomOf(by, room => room.ForceMute(by, whom, on)), _model.ForceMute(by, whom, on));
                case < 15:
                    return (InRoomOf(by, room => room.Block(by, whom, on)), _model.Block(by, whom, on));
                default:
                    _directory.Clean(_now);
                    _model.Clean(_now);
                    return (RoomOutcome.Nothing, null);
            }
        }

        private (RoomOutcome Outcome, Type? Expected) Join()
        {
            string code = $"room {_random.Next(5)}";
            int person = _random.Next(6);
            var visitor = new Visitor(person < 3 ? $"{person}" : null, $"{person % 2}");
            ulong id = _directory.TakeId();
            Assert.True(_given.Add(id));
            Type? expected = _model.Join(code, id, visitor, _now);
            RoomOutcome outcome = _directory.Join(code, new Participant(id, "someone", visitor), _now);
            if (expected is null)
            {
                _people.Add(id);
            }

            return (outcome, expected);
        }

        private RoomOutcome InRoomOf(ulong by, Func<Room, RoomOutcome> request) =>
            _directory.TryFindRoomOf(by, out Room? room) ? request(room) : RoomOutcome.Refused(new Refusal.NotInRoom());

        // Mostly somebody who is there; sometimes somebody who has gone, or never was.
        private ulong Anyone() => _people[Math.Max(0, _people.Count - 1 - _random.Next(20))];

        private void CheckRooms()
        {
            Assert.Equal(
                _model.Rooms.Select(room => room.Code).Order(StringComparer.Ordinal),
                _directory.Rooms.Select(room => room.Code).Order(StringComparer.Ordinal));
            foreach (RoomModel.Room expected in _model.Rooms)
            {
                Assert.True(_directory.TryFind(expected.Code, out Room? room));
                Assert.Equal(expected.Members.Select(member => member.Id), room.Participants.Select(one => one.Id));
                Assert.Equal(expected.Members.Count == 0 ? null : expected.Host, room.HostId);
                foreach ((RoomModel.Member member, Participant one) in expected.Members.Zip(room.Participants))
                {
                    Assert.Equal(member.Muted, one.Silence.HasFlag(Silence.Self));
                    Assert.Equal(member.Silenced, one.Silence.HasFlag(Silence.Host));
                    Assert.True(member.Blocked.SetEquals(one.Blocked));
                    Assert.All(one.Blocked, blocked => Assert.True(room.TryFind(blocked, out _)));
                    Assert.True(_directory.TryFindRoomOf(one.Id, out Room? where) && where == room);
                }
            }
        }

        // Everything that is told goes to people of one room, each once.
        private void CheckDeliveries(RoomOutcome outcome)
        {
            foreach (RoomDelivery delivery in outcome.Deliveries.Where(delivery => delivery.To.Count > 0))
            {
                Assert.Equal(delivery.To.Distinct(), delivery.To);
                Assert.True(_directory.TryFindRoomOf(delivery.To[0], out Room? room));
                Assert.All(delivery.To, id => Assert.True(room.TryFind(id, out _)));
            }
        }
    }
}
