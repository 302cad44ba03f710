using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Common.Tests.Protocol;

public sealed class ProtocolVersionTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 9, 1)]
    [InlineData(2, 9, 0)]
    public void ChoosesTheNewestThatBothSpeak(ushort min, ushort max, ushort chosen) =>
        Assert.Equal(chosen, ProtocolVersion.Choose(min, max));
}
