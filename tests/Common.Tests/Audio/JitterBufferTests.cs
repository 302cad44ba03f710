using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Audio;

public sealed class JitterBufferTests
{
    private const long Millisecond = MonotonicClock.Millisecond;

    [Fact]
    public void ACleanPathIsPlayedWithoutAFault()
    {
        var buffer = new JitterBuffer();
        StreamSimulation stream = Simulate(buffer, new VirtualPathOptions());
        stream.Run(TimeSpan.FromSeconds(60));
        JitterBufferStatistics counts = buffer.Statistics;
        Assert.Equal((0, 0, 0, 0, 0), (counts.Late, counts.Lost, counts.Concealed, counts.FecRebuilt, counts.Interruptions));
        // 20 ms of path, 10 ms of target, and up to a frame and the tolerance for the tick.
        Assert.InRange(stream.Delays[^1] - (20 * Millisecond), 10 * Millisecond, 35 * Millisecond);
        Assert.InRange(counts.BufferDelayMs, 10, 35);
        Assert.Equal(10, counts.TargetDelayMs);
    }

    [Fact]
    public void TheMeanDelayOverAllPhasesIsOneFrame()
    {
        double sum = 0;
        for (int phase = 0; phase < 20; phase++)
        {
            var buffer = new JitterBuffer();
            StreamSimulation stream = Simulate(buffer, new VirtualPathOptions(), phase: phase * Millisecond, speaks: Talkspurts);
            stream.Run(TimeSpan.FromSeconds(30));
            sum += stream.Delays.Skip(stream.Delays.Count / 2).Average() - (20 * Millisecond);
        }

        Assert.InRange(sum / 20 / Millisecond, 17, 23);
    }

    [Fact]
    public void SequenceAndTimestampWrapUnnoticed()
    {
        var buffer = new JitterBuffer();
        var path = new VirtualPath<StreamSimulation.Sent>(
            new VirtualPathOptions { Reorder = 0.05, Jitter = 2 * Millisecond, Duplicate = 0.05 });
        var stream = new StreamSimulation(buffer, path)
        {
            FirstSequence = uint.MaxValue - 200,
            FirstTimestamp = uint.MaxValue - (300 * 960),
        };
        stream.Run(TimeSpan.FromSeconds(30));
        JitterBufferStatistics counts = buffer.Statistics;
        Assert.Equal(0, counts.Restarts);
        Assert.Equal(0, counts.Lost);
        Assert.True(counts.Duplicates > 20);
        Assert.True(stream.Delays.Count > 1400);
    }

    // A minute in which much came late, as where the machine was busy, and then none does, while somebody talks without a pause.
    [Fact]
    public void WhatABadTimeHasMadeTheDelayComesDownSoonAfterIt()
    {
        var buffer = new JitterBuffer();
        var path = new VirtualPath<StreamSimulation.Sent>(new VirtualPathOptions { Delay = 20 * Millisecond });
        var stream = new StreamSimulation(buffer, path);
        for (int i = 0; i < 120; i++)
        {
            path.ExtraDelay = 70 * Millisecond;
            stream.Run(TimeSpan.FromSeconds(0.1));
            path.ExtraDelay = 0;
            stream.Run(TimeSpan.FromSeconds(0.4));
        }

        Assert.InRange(stream.Delays[^1] - (20 * Millisecond), 60 * Millisecond, 120 * Millisecond);

        stream.Run(TimeSpan.FromSeconds(25));

        Assert.InRange(stream.Delays[^1] - (20 * Millisecond), 10 * Millisecond, 35 * Millisecond);
        Assert.Equal(10, buffer.Statistics.TargetDelayMs);
    }

    // A stall of the server: its ticks are left out, and what came meanwhile is played later by as much.
    [Fact]
    public void WhatLeftOutTicksHaveMadeTheDelayComesDownASecondForEach()
    {
        var buffer = new JitterBuffer();
        StreamSimulation stream = Simulate(buffer, new VirtualPathOptions());
        stream.Run(TimeSpan.FromSeconds(30));
        long before = stream.Delays[^1];
        long accelerated = buffer.Statistics.Accelerated;
        stream.LeaveOut(ticks: 3);
        stream.Run(TimeSpan.FromSeconds(0.1));
        Assert.InRange(stream.Delays[^1] - before, 60 * Millisecond, 60 * Millisecond);

        stream.Run(TimeSpan.FromSeconds(3.5));

        Assert.InRange(stream.Delays[^1] - before, 0, 10 * Millisecond);
        Assert.Equal(accelerated + 3, buffer.Statistics.Accelerated);
        Assert.Equal(0, buffer.Statistics.Concealed);
    }

    [Fact]
    public void SilenceIsNoLoss()
    {
        var buffer = new JitterBuffer();
        StreamSimulation stream = Simulate(buffer, new VirtualPathOptions { Jitter = 3 * Millisecond }, speaks: Talkspurts);
        stream.Run(TimeSpan.FromMinutes(2));
        JitterBufferStatistics counts = buffer.Statistics;
        Assert.Equal((0, 0), (counts.Lost, counts.Interruptions));
        Assert.InRange(counts.Concealed, 0, counts.Received / 100);
        Assert.Equal(counts.Received, stream.Delays.Count + counts.Late + buffer.Count);
    }

    [Fact]
    public void ATalkspurtThatEndsLoudIsFadedOutAndNotCounted()
    {
        var buffer = new JitterBuffer();
        StreamSimulation stream = Simulate(buffer, new VirtualPathOptions(), speaks: frame => frame < 50 || frame >= 100);
        stream.Run(TimeSpan.FromSeconds(1.8));
        Assert.Equal(5, stream.Kinds[PlayoutKind.Conceal]);
        Assert.Equal(5, buffer.Statistics.Concealed);
        stream.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(5, stream.Kinds[PlayoutKind.Conceal]);
        Assert.Equal((0, 0, 0), (buffer.Statistics.Concealed, buffer.Statistics.Interruptions, buffer.Statistics.Lost));
    }

    [Fact]
    public void ASingleLossIsRebuiltFromTheNextPacket()
    {
        var buffer = new JitterBuffer();
        StreamSimulation stream = Simulate(buffer, new VirtualPathOptions { Loss = 0.1 });
        stream.Run(TimeSpan.FromSeconds(120));
        JitterBufferStatistics counts = buffer.Statistics;
        Assert.InRange(counts.Lost, 500, 700);
        // What FEC cannot rebuild is what precedes another loss: a tenth.
        Assert.InRange(counts.FecRebuilt, counts.Lost * 85 / 100, counts.Lost);
        Assert.InRange(counts.Concealed, 1, counts.Lost * 15 / 100);
        Assert.InRange(counts.Late, 0, 5);
    }

    [Fact]
    public void ABurstIsConcealedAndItsLastFrameRebuilt()
    {
        var buffer = new JitterBuffer();
        byte[] payload = new byte[1275];
        long now = 0;
        var kinds = new List<PlayoutKind>();
        for (int i = 0; i < 40; i++, now += AudioFormat.FrameDuration)
        {
            if (i is < 20 or > 22)
            {
                buffer.Insert((uint)i, (uint)(i * 960), i == 0, 20, [1], now);
            }

            kinds.Add(buffer.Next(now, payload).Kind);
        }

        Assert.Equal(
            [PlayoutKind.Conceal, PlayoutKind.Conceal, PlayoutKind.Fec],
            kinds.Where(kind => kind is PlayoutKind.Conceal or PlayoutKind.Fec));
        Assert.Equal((3, 1, 2), (buffer.Statistics.Lost, buffer.Statistics.FecRebuilt, buffer.Statistics.Concealed));
    }

    [Fact]
    public void ABlackoutFadesToNothingAndCountsAsOneInterruption()
    {
        var buffer = new JitterBuffer();
        byte[] payload = new byte[1275];
        long now = 0;
        var kinds = new List<PlayoutKind>();
        for (int i = 0; i < 300; i++, now += AudioFormat.FrameDuration)
        {
            if (i is < 100 or >= 200)
            {
                buffer.Insert((uint)i, (uint)(i * 960), i == 0, 20, [1], now);
            }

            kinds.Add(buffer.Next(now, payload).Kind);
        }

        JitterBufferStatistics counts = buffer.Statistics;
        Assert.Equal((100, 5, 1), (counts.Lost, counts.Concealed, counts.Interruptions));
        Assert.Equal(PlayoutKind.Nothing, kinds[150]);
        // After concealment it does not start again on an empty buffer.
        int resumed = kinds.FindIndex(150, kind => kind == PlayoutKind.Packet);
        Assert.True(resumed >= 201, $"{resumed}");
        Assert.All(kinds.Skip(resumed), kind => Assert.NotEqual(PlayoutKind.Conceal, kind));
    }

    [Theory]
    [InlineData(1.0001)]
    [InlineData(0.9999)]
    [InlineData(1.001)]
    [InlineData(0.999)]
    public void DriftNeitherStarvesNorLetsTheDelayGrow(double speed)
    {
        foreach (bool hasQuietFrames in new[] { true, false })
        {
            var buffer = new JitterBuffer();
            var path = new VirtualPath<StreamSimulation.Sent>(new VirtualPathOptions { Jitter = Millisecond });
            var stream = new StreamSimulation(buffer, path)
            {
                SenderSpeed = speed,
                Level = frame => hasQuietFrames && frame % 50 < 8 ? (byte)60 : (byte)20,
            };
            stream.Run(TimeSpan.FromMinutes(10));
            JitterBufferStatistics counts = buffer.Statistics;
            Assert.InRange(stream.Delays.Skip(500).Max() - (20 * Millisecond), 0, 60 * Millisecond);
            Assert.InRange(counts.Concealed + counts.Late, 0, 5);
            Assert.Equal((0, 0), (counts.Interruptions, counts.Overflow));
            double drifted = Math.Abs(speed - 1) * 600 / 0.02; // frames gained or lost in ten minutes
            Assert.InRange(speed > 1 ? counts.Accelerated : counts.Expanded, drifted * 0.5, drifted + 12);
        }
    }

    [Fact]
    public void AnotherSenderIsTakenAtOnce()
    {
        (uint, uint)[] others = [(900_000, 5), (101, 48), (uint.MaxValue, 96_000), (0, 0), (70, 9_000_000)];
        foreach ((uint sequence, uint timestamp) in others)
        {
            var buffer = new JitterBuffer();
            byte[] payload = new byte[1275];
            long now = 0;
            int played = 0;
            for (uint i = 0; i < 200; i++, now += AudioFormat.FrameDuration)
            {
                bool isSecond = i >= 100;
                uint number = isSecond ? sequence + i - 100 : i;
                uint time = isSecond ? timestamp + ((i - 100) * 960) : i * 960;
                buffer.Insert(number, time, false, 20, [(byte)(isSecond ? 2 : 1)], now);
                played += buffer.Next(now, payload).Kind == PlayoutKind.Packet && payload[0] == 2 ? 1 : 0;
            }

            Assert.True(played >= 85, $"{sequence}, {timestamp}: {played} of 100 played");
            Assert.InRange(buffer.Statistics.Restarts, 1, 1);
        }
    }

    [Fact]
    public void ARouteThatGetsSlowerInterruptsOnlyBrieflyAndTheDelayComesBack()
    {
        var buffer = new JitterBuffer();
        var path = new VirtualPath<StreamSimulation.Sent>(new VirtualPathOptions { Jitter = Millisecond });
        var stream = new StreamSimulation(buffer, path);
        stream.Run(TimeSpan.FromSeconds(20));
        path.ExtraDelay = 100 * Millisecond;
        stream.Run(TimeSpan.FromSeconds(60));
        Assert.InRange(buffer.Statistics.Concealed + buffer.Statistics.Late, 1, 12);
        Assert.InRange(stream.Delays[^1] - (120 * Millisecond), 0, 40 * Millisecond);
    }

    [Fact]
    public void AStoppedSenderClockDoesNotSilenceTheStream()
    {
        var buffer = new JitterBuffer();
        var path = new VirtualPath<StreamSimulation.Sent>(new VirtualPathOptions());
        var stream = new StreamSimulation(buffer, path);
        stream.Run(TimeSpan.FromSeconds(10));
        path.ExtraDelay = 60 * MonotonicClock.Second; // the sender slept for a minute; its timestamps did not
        stream.Run(TimeSpan.FromSeconds(60));
        int before = stream.Delays.Count;
        stream.Run(TimeSpan.FromSeconds(10));
        Assert.InRange(stream.Delays.Count - before, 470, 505);
    }

    [Fact]
    public void ABacklogIsCutToTheCap()
    {
        var buffer = new JitterBuffer();
        byte[] payload = new byte[1275];
        long now = 0;
        for (uint i = 0; i < 50; i++, now += AudioFormat.FrameDuration)
        {
            buffer.Insert(i, i * 960, false, 20, [1], now);
            buffer.Next(now, payload);
        }

        for (uint i = 50; i < 100; i++)
        {
            now += AudioFormat.FrameDuration;
            buffer.Next(now, payload);
        }

        for (uint i = 50; i < 100; i++)
        {
            buffer.Insert(i, i * 960, false, 20, [1], now); // a second of speech at once
        }

        PlayoutDecision decision = buffer.Next(now, payload);
        Assert.Equal(PlayoutKind.Packet, decision.Kind);
        Assert.True(decision.Sequence >= 90, $"{decision.Sequence}");
        Assert.True(buffer.Statistics.Overflow + buffer.Statistics.Late >= 40);
    }

    [Fact]
    public void NothingAllocatesInSteadyState()
    {
        var buffer = new JitterBuffer();
        byte[] payload = new byte[1275];
        byte[] packet = new byte[90];
        var random = new Random(3);
        uint next = 0;
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (uint end = next + 3000; next < end; next++)
            {
                long now = next * AudioFormat.FrameDuration;
                if (random.NextDouble() > 0.1)
                {
                    buffer.Insert(next, next * 960, false, (byte)random.Next(128), packet, now);
                }

                buffer.Next(now, payload);
                _ = buffer.Statistics;
            }
        }));
    }

    [Fact]
    public void OptionsAreChecked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new JitterBuffer(new JitterBufferOptions { MaximumDelay = 201 * Millisecond }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new JitterBuffer(new JitterBufferOptions { MinimumDelay = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new JitterBuffer(new JitterBufferOptions { MaxPayloadBytes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new JitterBuffer().Next(0, new byte[100]));
    }

    // Speech of 3 s, then 1.5 s of silence.
    private static bool Talkspurts(long frame) => frame % 225 < 150;

    private static StreamSimulation Simulate(
        JitterBuffer buffer, VirtualPathOptions path, long phase = 7 * Millisecond, Func<long, bool>? speaks = null) =>
        new(buffer, new VirtualPath<StreamSimulation.Sent>(path)) { Phase = phase, Speaks = speaks ?? (_ => true) };
}
