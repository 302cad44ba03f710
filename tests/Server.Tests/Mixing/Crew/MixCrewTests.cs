using Mcu.Common;
using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Mixing;

public class MixCrewTests
{
    // What a crew takes for a part's time before it knows better, nanoseconds.
    private const long PartTime = 300_000;

    // Virtual; moved by what is done in it.
    private long _now;

    [Fact]
    public void Much_work_wakes_those_who_rest_and_as_many_as_it_is_worth()
    {
        int[] woken = new int[8];
        MixCrew crew = Crew(woken);
        for (int i = 1; i < 8; i++)
        {
            crew[i].Rest();
        }

        crew[2].GetUp();

        // Three pieces that are worth a thread each.
        int parts = (int)(3 * (MixCrew.WorthSharing / 2) / PartTime);
        var work = new CountedWork(parts) { OnPart = _ => _now += PartTime };

        crew[0].Run(work, parts);
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 0], woken);

        // Who was called once and is not back at rest is not called again.
        crew[0].Run(work, parts);
        Assert.Equal([0, 1, 0, 1, 1, 1, 0, 0], woken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Little_work_wakes_nobody(int parts)
    {
        int[] woken = new int[4];
        MixCrew crew = Crew(woken);
        crew[1].Rest();
        var work = new CountedWork(parts);

        crew[0].Run(work, parts);

        Assert.Equal(new int[4], woken);
        Assert.All(work.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void What_parts_take_is_learned()
    {
        int[] woken = new int[2];
        var crew = new MixCrew([() => woken[0]++, () => woken[1]++], () => _now);
        var slow = new CountedWork(2) { OnPart = _ => _now += 2 * MixCrew.WorthSharing };
        crew[1].Rest();
        for (int i = 0; i < 8; i++)
        {
            crew[0].Run(slow, 2);
        }

        Assert.Equal(1, woken[1]);

        // And unlearned.
        var quick = new CountedWork(20) { OnPart = _ => _now += 1_000 };
        for (int i = 0; i < 50; i++)
        {
            crew[0].Run(quick, 20);
        }

        crew[1].Rest();
        crew[0].Run(quick, 20);
        Assert.Equal(1, woken[1]);
    }

    [Fact]
    public void A_part_that_throws_is_told_after_the_others_are_done_whoever_does_them()
    {
        MixCrew crew = Crew(new int[2]);
        foreach (int parts in new[] { 3, 30 })
        {
            var work = new CountedWork(parts)
            {
                OnPart = part =>
                {
                    if (part == 1)
                    {
                        throw new InvalidOperationException("no");
                    }
                },
            };

            Assert.Equal("no", Assert.Throws<InvalidOperationException>(() => crew[0].Run(work, parts)).Message);
            Assert.All(work.Counts, count => Assert.Equal(1, count));
            crew[0].Run(new CountedWork(parts), parts);
        }
    }

    [Fact]
    public void There_is_nothing_to_help_with_before_between_and_after()
    {
        MixCrew crew = Crew(new int[2]);
        Assert.False(crew[1].TryHelp());
        var work = new CountedWork(30) { OnPart = part => Assert.True(part > 0 || crew[1].TryHelp()) };

        crew[0].Run(work, 30);

        Assert.False(crew[1].TryHelp());
        Assert.All(work.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void To_share_work_allocates_nothing()
    {
        MixCrew crew = Crew(new int[3]);
        var work = new CountedWork(40) { OnPart = part => _ = part % 2 == 0 && crew[1].TryHelp() };

        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                work.Clear();
                crew[1].Rest();
                crew[0].Run(work, 40);
                crew[0].Run(work, 1);
            }
        }));
    }

    // Threads for real: two owners, who help each other between their own, and two who only help. Each piece of work is over when
    // Run returns; from then on nobody may touch it.
    [Fact]
    public async Task Every_part_is_done_once_and_none_of_what_is_over()
    {
        const int Rounds = 50_000;

        // Everything takes long, and so is worth sharing.
        var crew = new MixCrew([.. Enumerable.Repeat<Action>(() => { }, 4)], () => Interlocked.Add(ref _now, MonotonicClock.Second));
        int owners = 2;
        long helped = 0;
        Task[] owning = [.. Enumerable.Range(0, owners).Select(own => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(own);
                CountedWork[] works = [new(8), new(8)];
                for (int i = 0; i < Rounds; i++)
                {
                    CountedWork work = works[i % 2];
                    int parts = random.Next(2, 9);
                    work.Open(parts, fails: random.Next(10) == 0 ? random.Next(parts) : -1);
                    try
                    {
                        crew[own].Run(work, parts);
                        Assert.False(work.Fails);
                    }
                    catch (InvalidOperationException)
                    {
                        Assert.True(work.Fails);
                    }

                    work.Close(parts);
                    _ = crew[own].TryHelp();
                }

                Assert.All(works, work => Assert.Equal(0, work.Strays));
                Interlocked.Decrement(ref owners);
            },
            TaskCreationOptions.LongRunning))];
        Task[] helping = [.. Enumerable.Range(2, 2).Select(own => Task.Factory.StartNew(
            () =>
            {
                while (Volatile.Read(ref owners) > 0 && !owning.Any(task => task.IsFaulted))
                {
                    if (crew[own].TryHelp())
                    {
                        Interlocked.Increment(ref helped);
                    }
                    else
                    {
                        Thread.Yield();
                    }
                }
            },
            TaskCreationOptions.LongRunning))];

        await Task.WhenAll([.. owning, .. helping]).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(helped > 0);
    }

    private MixCrew Crew(int[] woken)
    {
        Action[] wakes = [.. woken.Select((_, index) => (Action)(() => woken[index]++))];
        return new MixCrew(wakes, () => _now);
    }

    // Counts how often each part was run, and sees parts that are run when none may be.
    private sealed class CountedWork(int parts) : IMixWork
    {
        private volatile bool _isOpen = true;
        private int _failing = -1;
        private int _strays;

        public int[] Counts { get; } = new int[parts];

        public Action<int> OnPart { get; init; } = _ => { };

        // Parts that were run when none was to be.
        public int Strays => Volatile.Read(ref _strays);

        public bool Fails => _failing >= 0;

        public void Clear() => Array.Clear(Counts);

        public void Open(int parts, int fails)
        {
            Array.Clear(Counts);
            _failing = fails;
            _isOpen = true;
            Assert.True(parts <= Counts.Length);
        }

        public void Close(int parts)
        {
            _isOpen = false;
            for (int part = 0; part < Counts.Length; part++)
            {
                if (Volatile.Read(ref Counts[part]) != (part < parts ? 1 : 0))
                {
                    Assert.Fail($"Part {part} of {parts} was done {Counts[part]} times.");
                }
            }
        }

        public void RunPart(int part)
        {
            bool wasOpen = _isOpen;
            Interlocked.Increment(ref Counts[part]);
            OnPart(part);
            if (!wasOpen || !_isOpen)
            {
                Interlocked.Increment(ref _strays);
            }

            if (part == _failing)
            {
                throw new InvalidOperationException("This part fails.");
            }
        }
    }
}
