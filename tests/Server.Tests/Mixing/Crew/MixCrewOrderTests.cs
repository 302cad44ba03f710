using Mcu.Common.Opus;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing;

// The parts of a tick touch nothing of each other: the packets are the same to the byte, whoever makes them, in whatever order.
public class MixCrewOrderTests
{
    [Fact]
    public void In_whatever_order_the_parts_are_run_the_packets_are_the_same()
    {
        byte[][] expected = Run(SoloCrew.Instance);

        Assert.Equal(expected, Run(new BackwardCrew()));
        Assert.Equal(expected, Run(new ParallelCrew()));
    }

    // Talkers come and go, blocks begin and end: streams split, are primed, and become one again.
    private static byte[][] Run(IMixCrew crew)
    {
        var random = new Random(12);
        using var room = new MixedRoom(new MixOptions { Encoder = new OpusEncoderOptions { Complexity = 1 } }, crew);
        MixedPerson[] people = room.Join(10);
        var packets = new List<byte[]>();
        for (int i = 0; i < 60; i++)
        {
            MixedPerson one = people[random.Next(people.Length)];
            MixedPerson other = people[random.Next(people.Length)];
            switch (random.Next(4))
            {
                case 0:
                    one.Server.Block(other.Server);
                    break;
                case 1:
                    one.Server.Unblock(other.Server);
                    break;
                case 2:
                    one.Says = Say.Nothing;
                    break;
                default:
                    one.Says = Say.Speech(random.Next(300));
                    break;
            }

            for (int tick = random.Next(8); tick >= 0; tick--)
            {
                room.Tick();
                packets.AddRange(people.Select(person => person.Payload.ToArray()));
            }
        }

        return [.. packets];
    }

    private sealed class BackwardCrew : IMixCrew
    {
        public void Run(IMixWork work, int parts)
        {
            for (int part = parts - 1; part >= 0; part--)
            {
                work.RunPart(part);
            }
        }
    }

    private sealed class ParallelCrew : IMixCrew
    {
        public void Run(IMixWork work, int parts) => Parallel.For(0, parts, work.RunPart);
    }
}
