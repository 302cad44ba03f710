using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Simulation;

// That the figure an operator sees is the number of mixes that differ, whatever the number of people.
public class MixClassCountTests
{
    // Seconds, less than the speech of the first test lasts.
    private const double Settled = 1;

    private const int SpeechFrames = 100;

    [Fact]
    public void Mix_classes_follow_who_talks_and_none_is_left_in_a_silent_room()
    {
        using var room = new SimulatedRoom();
        room.Join(Say.TonePulses(400, SpeechFrames, int.MaxValue - SpeechFrames));
        room.Join(Say.TonePulses(700, SpeechFrames, int.MaxValue - SpeechFrames));
        for (int i = 0; i < 4; i++)
        {
            room.Join(Say.Nothing);
        }

        room.Drive(Settled);
        // Each talker hears the other, and the rest hear both.
        Assert.Equal(3, room.Statistics.MixClasses);

        room.Drive(4);
        Assert.True(room.Sleeps);
        Assert.Equal(0, room.Statistics.MixClasses);
        Assert.InRange(room.Statistics.MostMixClasses, 3, 6);
    }

    [Fact]
    public void A_room_that_ends_takes_its_classes_with_it()
    {
        MixStatistics statistics;
        using (var room = new SimulatedRoom())
        {
            statistics = room.Statistics;
            room.Join(Say.Tone(400));
            room.Join(Say.Nothing);
            room.Join(Say.Nothing);
            room.Drive(Settled);
            Assert.Equal(1, statistics.MixClasses);
        }

        Assert.Equal(0, statistics.MixClasses);
    }
}
