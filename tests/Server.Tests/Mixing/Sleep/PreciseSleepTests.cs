using Mcu.Common;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

public class PreciseSleepTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static TheoryData<bool> Portable => new(false, true);

    [Theory]
    [MemberData(nameof(Portable))]
    public async Task A_wake_that_came_before_the_sleep_ends_it(bool portable)
    {
        IPreciseSleep sleep = Create(portable);
        sleep.Wake();
        sleep.Wake();

        await Task.Run(() => sleep.SleepUntil(long.MaxValue)).WaitAsync(s_patience);
    }

    [Theory]
    [MemberData(nameof(Portable))]
    public async Task A_sleep_without_a_timer_ends_when_another_thread_wakes_it(bool portable)
    {
        IPreciseSleep sleep = Create(portable);
        Task sleeping = Task.Run(() => sleep.SleepUntil(long.MaxValue));

        sleep.Wake();

        await sleeping.WaitAsync(s_patience);
    }

    [Theory]
    [MemberData(nameof(Portable))]
    public void A_deadline_is_slept_to_and_one_that_has_passed_is_none(bool portable)
    {
        IPreciseSleep sleep = Create(portable);
        sleep.SleepUntil(0);
        long deadline = MonotonicClock.Now + (5 * MonotonicClock.Millisecond);

        // It may return early without a reason.
        while (MonotonicClock.Now < deadline)
        {
            sleep.SleepUntil(deadline);
        }
    }

    private static IPreciseSleep Create(bool portable) => portable ? new PortableSleep() : PreciseSleep.ForThisSystem();
}
