using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

public class MixPlanTests
{
    [Fact]
    public void Where_nobody_talks_nobody_hears_anything()
    {
        Assert.Empty(Plan(5));
    }

    [Fact]
    public void One_talker_is_heard_by_everyone_else()
    {
        Assert.Equal(
            [new PlannedMix(0, PlannedMix.Nobody), new PlannedMix(2, PlannedMix.Nobody)],
            Plan(3, 1));
    }

    [Fact]
    public void Several_talkers_hear_each_other_but_not_themselves()
    {
        Assert.Equal(
            [new PlannedMix(0, 0), new PlannedMix(1, PlannedMix.Nobody), new PlannedMix(2, 2)],
            Plan(3, 0, 2));
    }

    [Fact]
    public void Alone_in_a_room_there_is_nothing_to_hear()
    {
        Assert.Empty(Plan(1, 0));
    }

    [Fact]
    public void Whatever_the_talkers_each_listener_is_planned_once_and_never_hears_itself()
    {
        var random = new Random(5);
        var plan = new MixPlan();
        for (int i = 0; i < 2_000; i++)
        {
            int participants = random.Next(1, 40);
            int[] talkers = [.. Enumerable.Range(0, participants).Where(_ => random.Next(4) == 0)];
            plan.Build(participants, talkers);
            PlannedMix[] mixes = plan.Mixes.ToArray();

            int[] expected = [.. Enumerable.Range(0, participants).Where(listener => talkers.Any(talker => talker != listener))];
            Assert.Equal(expected, mixes.Select(mix => mix.Listener));
            Assert.All(
                mixes,
                mix => Assert.Equal(talkers.Contains(mix.Listener) ? mix.Listener : PlannedMix.Nobody, mix.Without));
        }
    }

    private static PlannedMix[] Plan(int participants, params int[] talkers)
    {
        var plan = new MixPlan();
        plan.Build(participants, talkers);
        return plan.Mixes.ToArray();
    }
}
