using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Audio;

// Senders that send a talkspurt's first frames at once, two of them late on purpose, for they were not sure before that somebody
// speaks.
public sealed class JitterBufferOnsetTests
{
    private const long Millisecond = MonotonicClock.Millisecond;
    private const int Talkspurts = 20;
    private const int Spurt = 40; // 0.8 s
    private const int Period = 90; // 1.8 s

    [Theory]
    [InlineData(0, 40)]
    [InlineData(0, 20)]
    [InlineData(3, 40)]
    [InlineData(3, 20)]
    public void Twenty_short_talkspurts_neither_raise_the_delay_nor_lose_their_beginnings(int jitterMs, int startMs)
    {
        for (int phase = 1; phase < 20; phase += 2)
        {
            (StreamSimulation with, JitterBufferStatistics counts) = Run(jitterMs, startMs, phase, preSpeech: 2);
            (StreamSimulation without, JitterBufferStatistics plain) = Run(jitterMs, startMs, phase, preSpeech: 0);
            Assert.Equal((0, 0, 0, 0), (counts.Late, counts.Overflow, counts.Lost, counts.Concealed));
            Assert.Equal(plain.TargetDelayMs, counts.TargetDelayMs);
            Assert.Equal(without.Delays[^1], with.Delays[^1]);
            Assert.InRange(SlowestCatchUp(with, without), 1, 400 * Millisecond);
        }
    }

    [Fact]
    public void What_is_late_by_more_than_two_frames_is_still_left_out()
    {
        // A path that holds a talkspurt's first 120 ms back and lets them go at once, after one that did not.
        var buffer = new JitterBuffer(new JitterBufferOptions { StartDelay = 20 * Millisecond });
        var payload = new byte[1275];
        var played = new List<uint>();
        for (int i = 0; i < 80; i++)
        {
            long now = i * AudioFormat.FrameDuration;
            if (i < 30)
            {
                buffer.Insert((uint)i, (uint)(i * 960), i == 0, 20, [1], now);
            }
            else if (i == 56)
            {
                for (uint k = 0; k <= 6; k++)
                {
                    buffer.Insert(30 + k, (50 + k) * 960, k == 0, 20, [1], now);
                }
            }

            PlayoutDecision decision = buffer.Next(now, payload);
            if (decision.Kind is PlayoutKind.Packet or PlayoutKind.Accelerate)
            {
                played.Add(decision.Sequence);
            }
        }

        Assert.InRange(buffer.Statistics.Late, 3, 4);
        Assert.Equal(36u, played[^1]);
    }

    private static (StreamSimulation Stream, JitterBufferStatistics Counts) Run(
        int jitterMs, int startMs, int phaseMs, int preSpeech)
    {
        var buffer = new JitterBuffer(new JitterBufferOptions { StartDelay = startMs * Millisecond });
        var path = new VirtualPath<StreamSimulation.Sent>(new VirtualPathOptions { Jitter = jitterMs * Millisecond });
        var stream = new StreamSimulation(buffer, path)
        {
            Phase = phaseMs * Millisecond,
            PreSpeech = preSpeech,
            Speaks = frame => frame % Period >= Period - Spurt,
        };
        stream.Run(TimeSpan.FromMilliseconds(20 * Talkspurts * Period));
        return (stream, buffer.Statistics);
    }

    // Of the talkspurts after the first ten: for how long the delay was over the longest there is without pre-speech.
    private static long SlowestCatchUp(StreamSimulation with, StreamSimulation without)
    {
        long usual = without.Delays.Skip(10 * Spurt).Max();
        long slowest = 0;
        int spurt = Spurt + 2;
        for (int i = 10; i < Talkspurts; i++)
        {
            for (int frame = 0; frame < spurt && (i * spurt) + frame < with.Delays.Count; frame++)
            {
                if (with.Delays[(i * spurt) + frame] > usual)
                {
                    slowest = Math.Max(slowest, with.PlayedAt[(i * spurt) + frame] - with.PlayedAt[i * spurt]);
                }
            }
        }

        return slowest;
    }
}
