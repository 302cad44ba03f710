using Mcu.Common.Audio;
using Xunit;

namespace Mcu.Common.Tests.Audio;

public sealed class JitterBufferHostileTests
{
    // Any packets at any time: memory stays bounded, nothing throws, and within one stream nothing is played out of order.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomPacketsAtRandomTimesBreakNothing(int seed)
    {
        var random = new Random(seed);
        var buffer = new JitterBuffer(new JitterBufferOptions { MaxPayloadBytes = 64 });
        byte[] payload = new byte[64];
        byte[] junk = new byte[80];
        long now = random.NextInt64(1L << 50);
        uint sequence = (uint)random.NextInt64();
        uint timestamp = (uint)random.NextInt64();
        uint? last = null;
        for (int i = 0; i < 120_000; i++)
        {
            switch (random.Next(4))
            {
                case 0:
                    now += random.Next(40) * MonotonicClock.Millisecond / 2;
                    PlayoutDecision decision = buffer.Next(now, payload);
                    if (decision.Kind == PlayoutKind.Accelerate)
                    {
                        CheckOrder(decision, ref last);
                        decision = buffer.Next(now, payload);
                        Assert.Equal(PlayoutKind.Packet, decision.Kind);
                    }

                    CheckOrder(decision, ref last);
                    break;
                case 1 when random.Next(50) == 0: // anything at all
                    Insert((uint)random.NextInt64(), (uint)random.NextInt64());
                    break;
                case 1: // near by
                    Insert(sequence + (uint)random.Next(-120, 120), timestamp + (uint)random.Next(-100_000, 100_000));
                    break;
                default: // in order, with gaps
                    uint step = (uint)(random.Next(10) == 0 ? random.Next(30) : 1);
                    sequence += step;
                    timestamp += (step * 960) + (uint)(random.Next(20) == 0 ? random.Next(50_000) : 0);
                    Insert(sequence, timestamp);
                    break;
            }

            Assert.InRange(buffer.Count, 0, 16);
        }

        JitterBufferStatistics counts = buffer.Statistics;
        Assert.True(counts.Lost >= 0 && counts.Concealed >= 0 && counts.FecRebuilt >= 0 && counts.Late >= 0);
        Assert.InRange(counts.TargetDelayMs, 10, 200);
        Assert.InRange(counts.JitterMs, 0, 1000);

        void Insert(uint at, uint time) =>
            buffer.Insert(at, time, random.Next(8) == 0, (byte)random.Next(256), junk.AsSpan(0, random.Next(80)), now);
    }

    // A sender whose clock is honest and whose network is not: the delay never exceeds the cap and a tick.
    [Fact]
    public void TheDelayNeverExceedsTheCap()
    {
        var random = new Random(9);
        var buffer = new JitterBuffer();
        byte[] payload = new byte[1275];
        var underWay = new PriorityQueue<uint, long>();
        long now = 0;
        int played = 0;
        long spike = 0;
        for (uint i = 0; i < 100_000; i++, now += AudioFormat.FrameDuration)
        {
            spike = random.Next(200) == 0
                ? random.Next(400) * MonotonicClock.Millisecond
                : Math.Max(0, spike - AudioFormat.FrameDuration);
            if (random.Next(20) != 0)
            {
                underWay.Enqueue(i, now + spike + (random.Next(30) * MonotonicClock.Millisecond));
            }

            underWay.Enqueue(i, now); // the fastest way is always open to one in ten
            if (random.Next(10) != 0)
            {
                underWay.Remove(i, out _, out _);
            }

            while (underWay.TryPeek(out uint sequence, out long arrival) && arrival <= now)
            {
                underWay.Dequeue();
                buffer.Insert(sequence, sequence * 960, false, (byte)(random.Next(2) * 60), [1], arrival);
            }

            PlayoutDecision decision;
            do
            {
                decision = buffer.Next(now, payload);
                if (decision.Kind is PlayoutKind.Packet or PlayoutKind.Accelerate && buffer.Count > 0)
                {
                    long delay = now - ((long)decision.Sequence * AudioFormat.FrameDuration);
                    Assert.True(delay <= 205 * MonotonicClock.Millisecond, $"{delay / 1e6} ms at {i}");
                    played++;
                }
            }
            while (decision.Kind == PlayoutKind.Accelerate);
        }

        Assert.True(played > 10_000, $"{played}");
    }

    [Fact]
    public void TimestampsThatLeapAsFarAsTheyCanOverflowNothing()
    {
        var buffer = new JitterBuffer();
        byte[] payload = new byte[1275];
        long now = 0;
        int played = 0;
        uint timestamp = 0;
        for (uint i = 0; i < 150_000; i++, now += AudioFormat.FrameDuration)
        {
            timestamp += i < 149_000 ? int.MaxValue : (uint)AudioFormat.FrameSamples; // honest in the end
            buffer.Insert(i, timestamp, false, 20, [1], now);
            played += buffer.Next(now, payload).Kind == PlayoutKind.Packet ? 1 : 0;
            Assert.InRange(buffer.Statistics.BufferDelayMs, 0, 1e9);
        }

        Assert.InRange(buffer.Statistics.Restarts, 1, 10);
        Assert.InRange(played, 950, 1000);
    }

    private static void CheckOrder(in PlayoutDecision decision, ref uint? last)
    {
        if (decision.Kind is not (PlayoutKind.Packet or PlayoutKind.Accelerate))
        {
            return;
        }

        if (last is { } before && !decision.IsRestart)
        {
            Assert.True((int)(decision.Sequence - before) > 0, $"{decision.Sequence} after {before}");
        }

        last = decision.Sequence;
    }
}
