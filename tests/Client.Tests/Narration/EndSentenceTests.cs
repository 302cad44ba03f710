using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Client.Tests.Narration;

public class EndSentenceTests
{
    [Theory]
    [InlineData(nameof(SessionEndKind.Left), "", "You have left the room.")]
    [InlineData(nameof(SessionEndKind.ServerShutDown), "", "The server is being stopped.")]
    [InlineData(nameof(SessionEndKind.ServerShutDown), "an update", "The server is being stopped: an update.")]
    [InlineData(nameof(SessionEndKind.Kicked), "", "The host has put you out of the room.")]
    [InlineData(
        nameof(SessionEndKind.Kicked), "Ana (the host) put you out of the room: loud", "Ana (the host) put you out of the room: loud.")]
    [InlineData(nameof(SessionEndKind.Kicked), "Ana put you out: no shouting!", "Ana put you out: no shouting!")]
    [InlineData(nameof(SessionEndKind.ConnectionLost), "No answer came.", "The connection was lost: No answer came.")]
    public void Every_end_is_a_sentence(string kind, string reason, string sentence) =>
        Assert.Equal(sentence, EndSentence.Of(new SessionEnd(Enum.Parse<SessionEndKind>(kind), 0, reason)));

    [Fact]
    public void A_server_that_closes_the_connection_is_told_with_its_code() =>
        Assert.Equal(
            "The server closed the connection: ServerFull (" + (ulong)CloseCode.ServerFull + "): eight are here.",
            EndSentence.Of(new SessionEnd(SessionEndKind.ClosedByServer, (ulong)CloseCode.ServerFull, "eight are here.")));
}
