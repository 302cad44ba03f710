using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>That what is due comes in order and in time, however deadlines were moved, against a plain search.</summary>
public sealed class TimerHeapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AgreesWithAPlainSearch(int seed)
    {
        var random = new Random(seed);
        var heap = new TimerHeap<Alarm>();
        Alarm[] alarms = [.. Enumerable.Range(0, 50).Select(_ => new Alarm())];
        var expected = new Dictionary<Alarm, long>();
        long now = 0;
        for (int step = 0; step < 50_000; step++)
        {
            Alarm alarm = alarms[random.Next(alarms.Length)];
            switch (random.Next(10))
            {
                case 0:
                    heap.Remove(alarm);
                    expected.Remove(alarm);
                    break;
                case 1:
                    heap.Set(alarm, long.MaxValue);
                    expected.Remove(alarm);
                    break;
                case 2:
                    now += random.Next(20);
                    PopAll(heap, expected, now);
                    break;
                default:
                    long deadline = now + random.Next(-5, 300);
                    heap.Set(alarm, deadline);
                    expected[alarm] = deadline;
                    break;
            }

            Assert.Equal(expected.Count, heap.Count);
            Assert.Equal(expected.Count == 0 ? long.MaxValue : expected.Values.Min(), heap.Next);
        }

        PopAll(heap, expected, long.MaxValue - 1);
        Assert.Equal(0, heap.Count);
    }

    private static void PopAll(TimerHeap<Alarm> heap, Dictionary<Alarm, long> expected, long now)
    {
        long last = long.MinValue;
        while (heap.PopDue(now) is { } due)
        {
            Assert.True(expected.Remove(due, out long deadline));
            Assert.InRange(deadline, last, now);
            Assert.Equal((-1, long.MaxValue), (due.HeapIndex, due.Deadline));
            last = deadline;
        }

        Assert.All(expected.Values, deadline => Assert.True(deadline > now));
    }

    private sealed class Alarm : ITimed
    {
        public long Deadline { get; set; } = long.MaxValue;

        public int HeapIndex { get; set; } = -1;
    }
}
