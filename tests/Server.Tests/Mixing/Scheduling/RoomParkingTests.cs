using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Mixing;

public class RoomParkingTests
{
    // What one thread does to park a room, and another to bring it something, each in steps that nothing can divide.
    private enum Step
    {
        Write,
        Ring,
        FirstLook,
        LieDown,
        SecondLook,
        StayUp,
    }

    private static readonly Step[] s_bringing = [Step.Write, Step.Ring];
    private static readonly Step[] s_parking = [Step.FirstLook, Step.LieDown, Step.SecondLook, Step.StayUp];

    // Two who bring something, and one who parks: every order there is.
    [Fact]
    public void In_no_order_of_steps_does_a_room_sleep_through_what_it_was_brought()
    {
        int orders = 0;
        int woken = 0;
        foreach (int[] order in Orders(s_bringing.Length, s_bringing.Length, s_parking.Length))
        {
            (bool sleeps, bool isQueued, bool hasWork) = Run(order);
            Assert.False(sleeps && hasWork && !isQueued, $"Lost in the order {string.Join(' ', order)}.");
            Assert.False(!sleeps && isQueued, $"Queued while it is up in the order {string.Join(' ', order)}.");
            orders++;
            woken += isQueued ? 1 : 0;
        }

        Assert.Equal(420, orders);
        Assert.True(woken > 0);
    }

    [Fact]
    public void A_room_that_was_rung_is_taken_back_once()
    {
        var schedule = new TickSchedule();
        int rung = 0;
        var parking = new RoomParking(schedule, () => rung++);
        ObservedRoom[] rooms = [new() { Work = 0 }, new() { Work = 0 }, new() { Work = 0 }];
        foreach (ObservedRoom room in rooms)
        {
            parking.Attach(room);
            schedule.Add(room, 0);
            Assert.True(parking.ParkIfIdle(room, 0));
        }

        rooms[0].Bring(1);
        rooms[0].Bring(1);
        rooms[2].Bring(1);
        Assert.Equal(2, rung);
        Assert.Equal(3, schedule.ParkedCount);

        parking.TakeBack(0);
        Assert.Equal(1, schedule.ParkedCount);
        Assert.False(rooms[0].Bell.IsAsleep);
        Assert.True(rooms[1].Bell.IsAsleep);
        Assert.False(parking.ParkIfIdle(rooms[0], 0));
    }

    [Fact]
    public void A_room_that_was_removed_is_not_taken_back()
    {
        var schedule = new TickSchedule();
        var parking = new RoomParking(schedule, () => { });
        var room = new ObservedRoom { Work = 0 };
        parking.Attach(room);
        schedule.Add(room, 0);
        parking.ParkIfIdle(room, 0);
        room.Bring(1);

        schedule.Remove(room);
        parking.TakeBack(0);

        Assert.True(schedule.IsEmpty);
    }

    [Fact]
    public void A_room_that_is_rung_as_its_rest_ends_lies_down_again_only_after_it_was_taken_back()
    {
        var schedule = new TickSchedule();
        var parking = new RoomParking(schedule, () => { });
        var room = new ObservedRoom { Work = 0, Rest = 10 * TickSchedule.Period };
        parking.Attach(room);
        schedule.Add(room, 0);
        Assert.True(parking.ParkIfIdle(room, 0));
        Assert.True(room.Bell.IsAsleep);

        room.Bring(1);
        Assert.True(parking.TryTakeDue(schedule.NextDeadline, out DueTick due));
        Assert.True(due.EndsRest);
        room.Work = 0;
        room.Rest = 20 * TickSchedule.Period;
        Assert.False(parking.ParkIfIdle(room, 0));

        parking.TakeBack(0);
        Assert.True(parking.ParkIfIdle(room, 0));
        room.Bring(1);
        parking.TakeBack(0);
        Assert.True(room.Bell.IsUp);
    }

    [Fact]
    public void To_wake_a_room_allocates_nothing()
    {
        var schedule = new TickSchedule();
        var parking = new RoomParking(schedule, () => { });
        var room = new ObservedRoom { Work = 0 };
        parking.Attach(room);
        schedule.Add(room, 0);

        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                Assert.True(parking.ParkIfIdle(room, 0));
                room.Bring(1);
                parking.TakeBack(0);
                room.Work = 0;
            }
        }));
    }

    // Two threads for real: one brings work, the other parks and takes back; whatever was brought must be found.
    [Fact]
    public async Task Two_threads_at_once_lose_nothing()
    {
        const int Rounds = 100_000;
        var schedule = new TickSchedule();
        var parking = new RoomParking(schedule, () => { });
        var room = new ObservedRoom { Work = 0 };
        parking.Attach(room);
        schedule.Add(room, 0);
        Task bringing = Task.Run(() =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                room.Bring(1);
                // Often, but not always, the room is asleep again at the next.
                Thread.SpinWait(i % 50);
            }
        });

        int done = 0;
        bool isOver = false;
        while (true)
        {
            // Asked before the last look, so that all that was brought is there to be seen in it.
            isOver = bringing.IsCompleted;
            parking.TakeBack(0);
            if (schedule.ParkedCount == 0)
            {
                done += room.TakeWork();
                parking.ParkIfIdle(room, 0);
            }
            else if (isOver)
            {
                break;
            }
        }

        await bringing;
        Assert.Equal(Rounds, done);
        Assert.Equal(0, room.Work);
    }

    // Threads 0 and 1 bring, thread 2 parks; `order` says whose next step it is.
    private static (bool Sleeps, bool IsQueued, bool HasWork) Run(int[] order)
    {
        bool hasWork = false;
        bool lies = false;
        bool sleeps = false;
        bool gaveUp = false;
        bool found = false;
        var bell = new Doorbell<ITickable>();
        var queue = new WakeQueue<ITickable>(() => { });
        bell.Attach(new ObservedRoom(), queue);
        var at = new int[3];
        foreach (int thread in order)
        {
            Step step = (thread == 2 ? s_parking : s_bringing)[at[thread]++];
            switch (step)
            {
                case Step.Write:
                    hasWork = true;
                    break;
                case Step.Ring:
                    bell.Ring();
                    break;
                case Step.FirstLook:
                    gaveUp = hasWork;
                    break;
                case Step.LieDown when !gaveUp:
                    bell.LieDown();
                    lies = true;
                    break;
                case Step.SecondLook:
                    found = hasWork;
                    break;
                case Step.StayUp when lies:
                    sleeps = !found || !bell.TryStayUp();
                    break;
            }
        }

        return (sleeps, queue.TakeAll() is not null, hasWork);
    }

    // Every order in which so many steps of three threads can come.
    private static IEnumerable<int[]> Orders(params int[] left)
    {
        if (left.All(steps => steps == 0))
        {
            yield return [];
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] > 0)
            {
                int[] rest = [.. left];
                rest[i]--;
                foreach (int[] order in Orders(rest))
                {
                    yield return [i, .. order];
                }
            }
        }
    }
}
