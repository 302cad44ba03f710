using Mcu.Benchmarks.Load;
using Xunit;

namespace Mcu.EndToEnd.Tests.Load;

// Who sits where, who talks when, and what they are to hear.
public class LoadPlanTests
{
    private const int TurnFrames = 200;

    [Fact]
    public void Each_room_has_its_talkers_and_its_listeners()
    {
        var plan = new LoadPlan(new LoadOptions { Rooms = 2, Participants = 5, Talkers = 2, Idle = 9 });
        Assert.Equal(19, plan.Seats.Count);
        Assert.Equal(Enumerable.Range(0, 19), plan.Seats.Select(seat => seat.Index));
        Assert.Equal(4, plan.Rooms);
        Assert.Equal(8, plan.LargestRoom);
        Assert.Equal(4, plan.TalkersAtOnce);
        Assert.Equal(2, plan.VoicesMixed);
        Assert.Equal(6, plan.Seats.Count(seat => seat.Role == SeatRole.Listener));
        Assert.All(plan.Seats.Where(seat => seat.Role == SeatRole.Idle), seat => Assert.Equal(0, plan.HeardFrames(seat, 0, 100)));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 100)]
    [InlineData(2, 100, 100)]
    public void Nobody_is_to_hear_themselves(int talkers, int heardByTalker, int heardByListener)
    {
        var plan = new LoadPlan(new LoadOptions { Participants = 3, Talkers = talkers });
        Assert.Equal(heardByListener, plan.HeardFrames(plan.Seats[^1], 50, 150));
        Assert.All(
            plan.Seats.Where(seat => seat.Role == SeatRole.Talker),
            seat => Assert.Equal(heardByTalker, plan.HeardFrames(seat, 50, 150)));
    }

    [Fact]
    public void In_a_call_one_talks_at_a_time_and_the_other_hears_it()
    {
        var plan = new LoadPlan(new LoadOptions { Calls = 2 });
        (Seat caller, Seat callee) = (plan.Seats[2], plan.Seats[3]);
        Assert.Equal(caller.Room, callee.Room);
        Assert.All(Enumerable.Range(0, 1_000), frame => Assert.NotEqual(caller.Talks(frame), callee.Talks(frame)));
        Assert.True(caller.Talks(TurnFrames - 1) && callee.Talks(TurnFrames));
        Assert.Equal(10, plan.HeardFrames(callee, TurnFrames - 10, TurnFrames + 30));
        Assert.Equal(30, plan.HeardFrames(caller, TurnFrames - 10, TurnFrames + 30));
        Assert.Equal(2, plan.TalkersAtOnce);
    }
}
