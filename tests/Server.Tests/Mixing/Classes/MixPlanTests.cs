using Mcu.Common.Audio;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

public class MixPlanTests
{
    private readonly MixPlan _plan = new();

    [Fact]
    public void Where_nobody_talks_nobody_hears_anything()
    {
        Assert.Empty(Plan(5, []));
    }

    [Fact]
    public void One_talker_is_heard_by_everyone_else()
    {
        Assert.Equal(["0 hears 1", "2 hears 1"], Plan(3, [1]));
    }

    [Fact]
    public void Several_talkers_hear_each_other_but_not_themselves()
    {
        Assert.Equal(["0 hears 2", "1 hears 0 2", "2 hears 0"], Plan(3, [0, 2]));
    }

    [Fact]
    public void Alone_in_a_room_there_is_nothing_to_hear()
    {
        Assert.Empty(Plan(1, [0]));
    }

    [Fact]
    public void Who_is_blocked_is_not_in_that_listeners_mix_and_hears_as_before()
    {
        Assert.Equal(
            ["0 hears 1", "1 hears 0 2", "2 hears 0 1"],
            Plan(3, [0, 1, 2], new TalkerBlock(0, Subtraction.Whole(2))));
    }

    [Fact]
    public void Who_has_blocked_all_who_talk_has_no_stream()
    {
        Assert.Equal(["2 hears 1"], Plan(3, [1], new TalkerBlock(0, Subtraction.Whole(1))));
    }

    [Fact]
    public void A_block_that_begins_or_ends_is_heard_fading()
    {
        Assert.Equal(
            ["0 hears 1:1-0", "2 hears 1:0-1"],
            Plan(3, [1], new TalkerBlock(0, Subtraction.Begins(1)), new TalkerBlock(2, Subtraction.Ends(1))));
    }

    [Fact]
    public void Whatever_the_talkers_and_blocks_each_listener_is_planned_once_and_hears_the_others_without_the_blocked()
    {
        var random = new Random(5);
        for (int i = 0; i < 2_000; i++)
        {
            int participants = random.Next(1, 40);
            int[] talkers = [.. Enumerable.Range(0, participants).Where(_ => random.Next(4) == 0)];
            TalkerBlock[] blocks =
            [
                .. from listener in Enumerable.Range(0, participants)
                   from talker in talkers
                   where listener != talker && random.Next(3) == 0
                   select new TalkerBlock(listener, Subtraction.Whole(talker)),
            ];

            string[] expected =
            [
                .. from listener in Enumerable.Range(0, participants)
                   let heard = talkers.Where(talker => talker != listener
                       && !blocks.Contains(new TalkerBlock(listener, Subtraction.Whole(talker)))).ToArray()
                   where heard.Length > 0
                   select $"{listener} hears {string.Join(' ', heard)}",
            ];
            Assert.Equal(expected, Plan(participants, talkers, blocks));
        }
    }

    // What floats round off where many loud talkers are summed and some of them taken out again.
    [Fact]
    public void What_is_taken_out_of_a_sum_is_at_least_100_dB_down()
    {
        var random = new Random(8);
        float[][] talkers = [.. Enumerable.Range(0, 64).Select(_ => Noise(random))];
        var sum = new float[AudioFormat.FrameSamples];
        var wanted = new float[AudioFormat.FrameSamples];
        for (int i = 0; i < talkers.Length; i++)
        {
            MixKernels.Add(sum, talkers[i]);
            MixKernels.Add(wanted, i is 0 or 63 ? talkers[i] : new float[AudioFormat.FrameSamples]);
        }

        foreach (float[] talker in talkers[1..^1])
        {
            MixKernels.Subtract(sum, talker, sum);
        }

        MixKernels.Subtract(sum, wanted, sum);
        double residue = 20 * Math.Log10(AudioLevel.Rms(sum) / AudioLevel.Rms(talkers[0]));
        Assert.InRange(residue, -200, -100);
    }

    private static float[] Noise(Random random) =>
        [.. Enumerable.Range(0, AudioFormat.FrameSamples).Select(_ => (2 * random.NextSingle()) - 1)];

    // A line per stream; a talker who fades with the gains of the frame's ends.
    private string[] Plan(int participants, int[] talkers, params TalkerBlock[] blocks)
    {
        _plan.Build(participants, talkers, blocks);
        return [.. _plan.Mixes.ToArray().Where(mix => !mix.IsSilent).Select(mix => $"{mix.Listener} hears {string.Join(' ', Heard(mix, talkers))}")];
    }

    private IEnumerable<string> Heard(PlannedMix mix, int[] talkers)
    {
        Subtraction[] without = _plan.Without(mix).ToArray();
        foreach (int talker in talkers)
        {
            Subtraction taken = without.SingleOrDefault(subtraction => subtraction.Talker == talker);
            if (taken == default)
            {
                yield return $"{talker}";
            }
            else if (!taken.IsWhole)
            {
                yield return $"{talker}:{1 - taken.From}-{1 - taken.To}";
            }
        }
    }
}
