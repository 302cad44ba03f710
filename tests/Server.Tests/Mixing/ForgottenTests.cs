using System.Runtime.CompilerServices;
using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing;

// A room that goes on keeps nothing of those who have left it.
public sealed class ForgottenTests : IDisposable
{
    private readonly MixedRoom _room = new();

    [Fact]
    public void Who_only_listened_is_forgotten()
    {
        _room.Join(5);
        WeakReference gone = LeaveAfter(static _ => { });
        AssertForgotten(gone);
    }

    [Fact]
    public void Who_spoke_and_was_told_to_talk_is_forgotten()
    {
        _room.Join(5);
        _room.Join(Say.Tone(700));
        WeakReference gone = LeaveAfter(static person => person.Says = Say.Tone(500));
        AssertForgotten(gone);
    }

    [Fact]
    public void Who_blocked_and_was_blocked_is_forgotten()
    {
        MixedPerson[] people = _room.Join(3);
        people[2].Says = Say.Tone(700);
        WeakReference gone = LeaveAfter(person =>
        {
            person.Says = Say.Tone(500);
            person.Server.Block(people[2].Server);
            people[0].Server.Block(person.Server);
        });
        AssertForgotten(gone);
    }

    // Each was sent the other's packets, and the next one comes into the same place.
    [Fact]
    public void Who_was_passed_on_is_forgotten()
    {
        MixedPerson stays = _room.Join(Say.Tone(700));
        WeakReference gone = LeaveAfter(static person => person.Says = Say.Tone(500));
        _room.Tick(20);
        _room.Join();
        AssertForgotten(gone);
        Assert.True(stays.Server.Uplink.IsOpen);
    }

    [Fact]
    public void Who_leaves_and_is_rung_at_last_is_forgotten()
    {
        _room.Join(5);
        WeakReference gone = LeaveAfter(static person => person.Server.Waker.Ring(), ticks: 0);
        AssertForgotten(gone);
    }

    public void Dispose() => _room.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference LeaveAfter(Action<MixedPerson> does, int ticks = 30)
    {
        MixedPerson person = _room.Join();
        _room.Tick(30);
        does(person);
        _room.Tick(ticks);
        _room.Leave(person);
        return new WeakReference(person.Server);
    }

    private void AssertForgotten(WeakReference gone)
    {
        _room.Tick(30);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(gone.IsAlive);
    }
}
