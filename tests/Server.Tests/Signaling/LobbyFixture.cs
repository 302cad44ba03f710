using Mcu.Common.Protocol;
using Mcu.Server.Mixing;
using Mcu.Server.Rooms;
using Mcu.Server.Signaling;
using Mcu.Testing;

namespace Mcu.Server.Tests.Signaling;

// A lobby with members who have no connection, and a clock that the test moves.
internal sealed class LobbyFixture : IAsyncDisposable
{
    private readonly MixScheduler _scheduler = new(PreciseSleep.ForThisSystem(), _ => { });
    private int _people;

    public LobbyFixture()
    {
        Directory = new RoomDirectory(new RoomOptions { Capacity = 300 }, 0);
        Lobby = new Lobby(Directory, _scheduler, new MixOptions(), new MixStatistics(), Time);
    }

    public ManualTime Time { get; } = new();

    public RoomDirectory Directory { get; }

    public Lobby Lobby { get; }

    // Somebody new with an identity of their own, who has read the answer.
    public TestMember Join(string room)
    {
        var member = new TestMember(new Visitor($"identity {++_people}", "address"));
        Assert.True(Lobby.TryJoin(member, new Join(1, room, "someone"), room, "someone", out Membership? place, out _));
        member.Place = place;
        member.PassOver<Joined>();
        member.PassOver<RosterPart>();
        return member;
    }

    public async ValueTask DisposeAsync()
    {
        _scheduler.Dispose();
        await Lobby.DisposeAsync();
    }
}
