using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Common.Tests.Protocol;

public sealed class RosterPagingTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(199, 1)]
    [InlineData(200, 1)]
    [InlineData(201, 2)]
    [InlineData(400, 2)]
    [InlineData(1_000, 5)]
    [InlineData(2_001, 11)]
    public void CutsARosterIntoPartsThatFitAndComeTogetherAgain(int people, int messages)
    {
        RosterEntry[] roster = ControlMessages.Roster(people);
        var whole = new Joined(9, 4, ControlMessages.Text(ProtocolLimits.MaxRoomBytes), 5, roster, More: true);

        IReadOnlyList<ControlMessage> parts = RosterPaging.Split(whole);

        Assert.Equal(messages, parts.Count);
        var first = Assert.IsType<Joined>(parts[0]);
        Assert.Equal(whole with { Roster = first.Roster, More = messages > 1 }, first);
        List<RosterEntry> together = [.. first.Roster];
        for (int i = 1; i < parts.Count; i++)
        {
            var part = Assert.IsType<RosterPart>(parts[i]);
            Assert.Equal(i < parts.Count - 1, part.More);
            together.AddRange(part.Roster);
        }

        Assert.Equal(roster, together);
        Assert.All(parts, part => Assert.InRange(ControlCodec.EncodeFrame(part).Length, 1, ProtocolLimits.MaxFrameBytes));
    }
}
