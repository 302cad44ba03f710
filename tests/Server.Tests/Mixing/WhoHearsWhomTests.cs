using Mcu.Common.Opus;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;
using Mcu.Testing;

namespace Mcu.Server.Tests.Mixing;

// Whatever people do, and however their streams split and join meanwhile: everyone hears exactly those it should. Each says a tone
// of its own.
public class WhoHearsWhomTests
{
    private const float Amplitude = 0.1f;
    private const int Rounds = 9;

    // The last 600 ms of what is heard in a round; before that, talkers may still be on their way in or out.
    private const int Measured = 30;
    private const int Settled = 25;

    // What bending makes of any two or three of them lies on none of the others.
    private static readonly double[] s_tones = [823, 1035, 1367, 1643, 2023, 2651, 3355];

    private static readonly double[] s_beside = [-80, -60, -40, 40, 60, 80];

    private static readonly MixOptions s_fine = new()
    {
        Encoder = new OpusEncoderOptions { Bitrate = 400_000, Complexity = 1 },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void After_any_events_everyone_hears_those_it_should_and_nobody_else(int seed)
    {
        var random = new Random(seed);
        using var room = new MixedRoom(s_fine);
        var free = new Queue<double>(s_tones);
        var tones = new Dictionary<MixedPerson, double>();
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = random.Next(1, 6); i >= 0; i--)
            {
                Happen(room, random, free, tones);
                room.Tick(random.Next(3) == 0 ? random.Next(20) : random.Next(3));
            }

            room.Tick(Settled + Measured);
            foreach (MixedPerson listener in room.People)
            {
                AssertHears(listener, room, tones);
            }
        }
    }

    private static void Happen(MixedRoom room, Random random, Queue<double> free, Dictionary<MixedPerson, double> tones)
    {
        if (room.People.Count < 3 || (free.Count > 0 && random.Next(6) == 0))
        {
            MixedPerson newcomer = room.Join();
            newcomer.Listens = true;
            tones[newcomer] = free.Dequeue();
            Talk(newcomer);
            return;
        }

        MixedPerson one = room.People[random.Next(room.People.Count)];
        MixedPerson other = room.People[random.Next(room.People.Count)];
        switch (random.Next(8))
        {
            case 0:
                room.Leave(one);
                free.Enqueue(tones[one]);
                break;
            case 1 or 2:
                one.Server.Block(other.Server);
                break;
            case 3:
                one.Server.Unblock(other.Server);
                break;
            case 4:
                one.Server.IsMuted = !one.Server.IsMuted;
                break;
            case 5:
                one.Says = Say.Nothing;
                break;
            default:
                Talk(one);
                break;
        }

        void Talk(MixedPerson person) => person.Says = Say.Tone(tones[person], Amplitude);
    }

    private static void AssertHears(MixedPerson listener, MixedRoom room, Dictionary<MixedPerson, double> tones)
    {
        ReadOnlySpan<float> sound = listener.LastHeard(Measured);
        foreach (double tone in s_tones)
        {
            MixedPerson? talker = room.People.Find(person => tones[person] == tone);
            bool isHeard = talker is not null && talker != listener && !talker.Server.IsMuted && talker.Says != Say.Nothing
                && !listener.Server.Blocked.Contains(talker.Server);
            double amplitude = Goertzel.Amplitude(sound, tone) / Amplitude;
            Assert.True(
                isHeard ? amplitude is > 0.9 and < 1.1 : amplitude < 0.001 || (amplitude < 0.01 && IsNoise(sound, tone)),
                $"Listener {listener.Server.Id} hears {tone} Hz with {amplitude:0.0000} of its amplitude, "
                    + $"and {(isHeard ? "should" : "should not")}.");
        }
    }

    // Where many talk, the codec's noise may lie above −60 dB; a tone that is there stands out of it.
    private static bool IsNoise(ReadOnlySpan<float> sound, double tone)
    {
        double beside = 0;
        foreach (double distance in s_beside)
        {
            beside = Math.Max(beside, Goertzel.Amplitude(sound, tone + distance));
        }

        return Goertzel.Amplitude(sound, tone) < 3 * beside;
    }
}
