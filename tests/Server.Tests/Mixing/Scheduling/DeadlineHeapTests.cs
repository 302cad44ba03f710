using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

public class DeadlineHeapTests
{
    // Against a list that is searched: whatever comes, goes and is put off, the earliest is on top.
    [Fact]
    public void The_earliest_is_always_on_top()
    {
        var random = new Random(20);
        var heap = new DeadlineHeap();
        List<RoomTurn> model = [];
        for (int i = 0; i < 20_000; i++)
        {
            switch (random.Next(4))
            {
                case 0 or 1 when model.Count < 200:
                    var added = new RoomTurn(new ObservedRoom(), 0) { Deadline = random.Next(1_000) };
                    heap.Add(added);
                    model.Add(added);
                    break;
                case 2 when model.Count > 0:
                    RoomTurn gone = model[random.Next(model.Count)];
                    heap.Remove(gone);
                    model.Remove(gone);
                    Assert.True(gone.IsParked);
                    break;
                case 3 when model.Count > 0:
                    heap.PutOffFirst(heap.First.Deadline + random.Next(100));
                    break;
            }

            Assert.Equal(model.Count, heap.Count);
            if (model.Count > 0)
            {
                Assert.Equal(model.Min(turn => turn.Deadline), heap.First.Deadline);
                Assert.Contains(heap.First, model);
            }
        }
    }
}
