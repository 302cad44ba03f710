using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

// Who comes late, step by step: between its look and its taking anything may have happened.
public class SharedWorkTests
{
    private readonly SharedWork _shared = new();
    private readonly PartLog _first = new();
    private readonly PartLog _second = new();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void What_was_seen_of_a_work_that_is_over_cannot_be_taken_whatever_follows_it(int partsOfTheNext)
    {
        _shared.Begin(_first, 3);
        Assert.True(_shared.TryRunPart());
        Assert.True(_shared.TryLook(out PartOffer late));
        Assert.Equal(1, late.Part);
        RunOut();
        Assert.False(_shared.TryTake(late));

        // The same part of as many is the next one again, but of another work.
        _shared.Begin(_second, partsOfTheNext);
        Assert.True(_shared.TryRunPart());
        Assert.False(_shared.TryTake(late));
        RunOut();

        Assert.Equal([0, 1, 2], _first.Parts);
        Assert.Equal(Enumerable.Range(0, partsOfTheNext), _second.Parts);
    }

    [Fact]
    public void Of_two_who_saw_the_same_part_one_takes_it()
    {
        _shared.Begin(_first, 2);
        Assert.True(_shared.TryLook(out PartOffer one));
        Assert.True(_shared.TryLook(out PartOffer other));

        Assert.True(_shared.TryTake(one));
        Assert.False(_shared.TryTake(other));
        Assert.True(_shared.TryLook(out PartOffer next));
        Assert.Equal((1, _first), (next.Part, next.Work));
    }

    [Fact]
    public void The_most_parts_are_all_counted_and_nothing_is_kept_of_them()
    {
        Assert.False(_shared.TryLook(out _));
        for (int i = 0; i < 3; i++)
        {
            _shared.Begin(_first, SharedWork.MaxParts);
            RunOut();
        }

        Assert.Equal(3 * SharedWork.MaxParts, _first.Parts.Count);
        Assert.False(_shared.TryLook(out PartOffer none));
        Assert.Null(none.Work);
    }

    private void RunOut()
    {
        while (_shared.TryRunPart())
        {
        }

        _shared.End();
    }

    private sealed class PartLog : IMixWork
    {
        public List<int> Parts { get; } = [];

        public void RunPart(int part) => Parts.Add(part);
    }
}
