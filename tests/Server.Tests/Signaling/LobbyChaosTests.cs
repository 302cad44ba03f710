using Mcu.Common.Protocol;
using Mcu.Server.Rooms;
using Mcu.Server.Signaling;

namespace Mcu.Server.Tests.Signaling;

// Many people on threads of their own who come, go, put each other out and talk at once, in any order. Whatever happens, what each
// of them was told adds up to the room as it is.
public sealed class LobbyChaosTests
{
    private const int People = 8;
    private const int Rounds = 600;
    private const int StepsPerRound = 10;
    private static readonly string[] s_rooms = ["one", "two"];

    [Fact]
    public async Task What_everyone_was_told_is_how_it_is()
    {
        await using var fixture = new LobbyFixture();
        using var round = new Barrier(People);
        ulong[] present = new ulong[People];
        Person[] people = [.. Enumerable.Range(0, People).Select(i => new Person(fixture.Lobby, i, present))];
        await Task.WhenAll(people.Select(person => Task.Factory.StartNew(
            () => person.Live(round), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
            .WaitAsync(TestPeer.Patience);

        Assert.True(people.Sum(person => person.TimesPutOut) > 100, $"Only {people.Sum(person => person.TimesPutOut)} were put out.");
        foreach (Person person in people.Where(person => person.IsIn))
        {
            Assert.True(fixture.Directory.TryFind(person.Room, out Room? room));
            Assert.Equal(room.HostId, person.View.HostId);
            Assert.Equal(
                room.Participants.Select(one => (one.Id, (MuteState)one.Silence)),
                person.View.Roster.Select(one => (one.Key, one.Value)).Order());
        }

        foreach (Person person in people)
        {
            person.Leave();
        }

        Assert.Equal(0, fixture.Lobby.RoomCount);
        Assert.All(fixture.Directory.Rooms, room => Assert.True(room.IsEmpty));
    }

    // What one connection has been told of the room it is in. Under the lobby's lock.
    private sealed class View
    {
        public Dictionary<ulong, MuteState> Roster { get; } = [];

        public ulong HostId { get; private set; }

        public void Take(ControlMessage message)
        {
            switch (message)
            {
                case Joined joined:
                    Add(joined.Roster);
                    HostId = joined.HostId;
                    break;
                case RosterPart part:
                    Add(part.Roster);
                    break;
                case ParticipantJoined joined:
                    Roster.Add(joined.ParticipantId, joined.Mute);
                    break;
                case ParticipantLeft left:
                    Assert.True(Roster.Remove(left.ParticipantId), "Somebody left who was not there.");
                    break;
                case HostChanged changed:
                    Assert.True(Roster.ContainsKey(changed.HostId), "Somebody is host who is not there.");
                    HostId = changed.HostId;
                    break;
                case MuteChanged changed:
                    Assert.NotEqual(Roster[changed.ParticipantId], changed.Mute);
                    Roster[changed.ParticipantId] = changed.Mute;
                    break;
            }
        }

        private void Add(IReadOnlyList<RosterEntry> entries)
        {
            foreach (RosterEntry entry in entries)
            {
                Roster.Add(entry.Id, entry.Mute);
            }
        }
    }

    // `present` has everyone's id, 0 for who is outside: where one acts on somebody, there mostly is somebody.
    private sealed class Person(Lobby lobby, int index, ulong[] present)
    {
        private readonly Random _random = new(index);
        private TestMember? _member;
        private int _visits;

        public View View { get; private set; } = new();

        public string Room { get; private set; } = "";

        public int TimesPutOut { get; private set; }

        public bool IsIn => _member is { PutOutWith: null };

        // In rounds, so that nobody has lived all their life before the others began, however few cores there are; within a round
        // all goes as it comes.
        public void Live(Barrier round)
        {
            try
            {
                for (int i = 0; i < Rounds; i++)
                {
                    round.SignalAndWait();
                    for (int step = 0; step < StepsPerRound; step++)
                    {
                        Step();
                    }
                }
            }
            finally
            {
                round.RemoveParticipant();
            }
        }

        // Nobody can leave a room that they were put out of.
        public void Leave()
        {
            if (_member is { } member)
            {
                bool left = lobby.Leave(member.Place, LeaveReason.Left);
                Assert.Equal(member.PutOutWith is null, left);
                TimesPutOut += left ? 0 : 1;
                Assert.False(lobby.Leave(member.Place, LeaveReason.Left));
                _member = null;
                Volatile.Write(ref present[index], 0);
            }
        }

        private void Step()
        {
            if (_member is null)
            {
                Join();
            }
            else
            {
                Act(_member);
            }

            // A turn for somebody else in the middle of a round.
            Thread.Yield();
        }

        private void Join()
        {
            var view = new View();
            Room = s_rooms[_random.Next(s_rooms.Length)];
            var member = new TestMember(new Visitor($"person {index}, visit {++_visits}", "address"));
            member.OnDelivery = message =>
            {
                Assert.Null(member.PutOutWith);
                view.Take(message);
            };
            Assert.True(lobby.TryJoin(member, new Join(1, Room, "someone"), Room, "someone", out Membership? place, out _));
            member.Place = place;
            _member = member;
            View = view;
            Volatile.Write(ref present[index], member.Id);
        }

        private void Act(TestMember member)
        {
            // Somebody who is in one of the rooms, or just was; or, ids going up from 1, who was lately or will be.
            ulong someone = Volatile.Read(ref present[_random.Next(People)]);
            if (someone == 0)
            {
                someone = Math.Max(1, member.Id - Math.Min(member.Id, People) + (ulong)_random.Next(2 * People));
            }

            switch (_random.Next(10))
            {
                case 0:
                    Leave();
                    break;
                case 1:
                    lobby.Kick(member.Place, someone, "chaos");
                    break;
                case 2 or 3:
                    lobby.Mute(member.Place, _random.Next(2) == 0);
                    break;
                case 4 or 5:
                    lobby.ForceMute(member.Place, someone, _random.Next(2) == 0);
                    break;
                case 6:
                    lobby.Block(member.Place, someone, _random.Next(2) == 0);
                    break;
                default:
                    byte[] noise = new byte[_random.Next(1, 40)];
                    _random.NextBytes(noise);
                    member.Place.Voice.Receive(noise, _random.NextInt64());
                    break;
            }
        }
    }
}
