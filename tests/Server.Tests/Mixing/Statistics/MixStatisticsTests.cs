using Mcu.Server.Mixing;
using Mcu.Testing;

namespace Mcu.Server.Tests.Mixing;

public class MixStatisticsTests
{
    private readonly MixStatistics _statistics = new();

    [Fact]
    public void What_several_threads_count_is_all_there()
    {
        // More of them than there are stripes.
        Thread[] threads = [.. Enumerable.Range(0, 20).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                _statistics.CountIn();
                _statistics.CountOut(taken: i % 10 != 0);
                _statistics.CountForward();
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.Equal((200_000, 180_000, 20_000), (_statistics.DatagramsIn, _statistics.DatagramsOut, _statistics.Refused));
        Assert.Equal(200_000, _statistics.Forwards);
        Assert.Equal((0, 0, 0), (_statistics.Malformed, _statistics.Encodes, _statistics.Concealed));
    }

    [Fact]
    public void What_is_encoded_and_what_is_sent_are_counted_each()
    {
        _statistics.CountEncode(frames: 4);
        _statistics.CountDecode();
        _statistics.CountOut(taken: true);
        _statistics.CountOut(taken: true);

        Assert.Equal((4, 1, 2), (_statistics.Encodes, _statistics.Decodes, _statistics.DatagramsOut));
    }

    [Fact]
    public void Mix_classes_are_those_of_now_and_the_most_are_kept()
    {
        _statistics.ChangeMixClasses(+3);
        _statistics.ChangeMixClasses(+2);
        _statistics.ChangeMixClasses(-4);

        Assert.Equal((1, 5), (_statistics.MixClasses, _statistics.MostMixClasses));
    }

    [Fact]
    public void Counting_allocates_nothing() => Assert.Equal(0, Allocation.Of(() =>
    {
        for (int i = 0; i < 100; i++)
        {
            _statistics.CountIn();
            _statistics.CountOut(taken: true);
            _statistics.CountDecode();
            _statistics.ChangeMixClasses(i % 2 == 0 ? +1 : -1);
            _statistics.AddedDelay.Record(i * 10_000);
        }
    }));
}
