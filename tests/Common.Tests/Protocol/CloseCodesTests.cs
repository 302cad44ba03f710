using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Common.Tests.Protocol;

public sealed class CloseCodesTests
{
    [Fact]
    public void ACodeOfANewerPeerIsAnInternalError() => Assert.Equal(
        CloseCode.InternalError.MayReconnect(), ((CloseCode)4711).MayReconnect());

    [Fact]
    public void NobodyComesBackByItselfAfterBeingPutOutOrBreakingTheProtocol()
    {
        Assert.False(CloseCode.Normal.MayReconnect());
        Assert.False(CloseCode.Kicked.MayReconnect());
        Assert.False(CloseCode.ProtocolViolation.MayReconnect());
        Assert.True(CloseCode.ServerShuttingDown.MayReconnect());
        Assert.True(CloseCode.SlowReader.MayReconnect());
    }
}
