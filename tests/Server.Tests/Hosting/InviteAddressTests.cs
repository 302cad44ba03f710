using System.Net;
using Mcu.Common.Addressing;
using Mcu.Server.Hosting;

namespace Mcu.Server.Tests.Hosting;

public class InviteAddressTests
{
    [Theory]
    // What the operator says.
    [InlineData("voice.example.org", "0.0.0.0:5000", "192.0.2.7", "voice.example.org:5000")]
    [InlineData("voice.example.org:443", "0.0.0.0:5000", "192.0.2.7", "voice.example.org:443")]
    [InlineData("192.0.2.99", "192.0.2.7:5000", "", "192.0.2.99:5000")]
    [InlineData("[2001:db8::1]", "[::]:5000", "", "[2001:db8::1]:5000")]
    [InlineData("[2001:db8::1]:443", "[::]:5000", "", "[2001:db8::1]:443")]
    // The one address that it listens on.
    [InlineData(null, "127.0.0.1:4433", "192.0.2.7", "127.0.0.1:4433")]
    [InlineData(null, "[2001:db8::5]:4433", "192.0.2.7", "[2001:db8::5]:4433")]
    // One of all of them.
    [InlineData(null, "0.0.0.0:4433", "2001:db8::7 192.0.2.7 192.0.2.8", "192.0.2.7:4433")]
    [InlineData(null, "[::]:4433", "2001:db8::7 192.0.2.7", "192.0.2.7:4433")]
    [InlineData(null, "[::]:4433", "2001:db8::7", "[2001:db8::7]:4433")]
    // None that would do.
    [InlineData(null, "0.0.0.0:4433", "2001:db8::7", "ana-laptop:4433")]
    [InlineData(null, "0.0.0.0:4433", "", "ana-laptop:4433")]
    public void The_likeliest_address_is_named(string? said, string bound, string machine, string expected)
    {
        IPAddress[] addresses = [.. machine.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];
        Assert.Equal(expected, InviteAddress.Choose(said, IPEndPoint.Parse(bound), addresses, "ana-laptop").ToString());
    }

    [Fact]
    public void A_host_name_that_no_client_can_look_up_is_not_named() =>
        Assert.Equal("localhost:4433", InviteAddress.Choose(null, new IPEndPoint(IPAddress.Any, 4433), [], "ana's laptop").ToString());

    [Fact]
    public void What_this_machine_says_of_itself_can_be_joined() => Assert.All(
        InviteAddress.OfThisMachine(),
        address => Assert.True(ServerAddress.TryParse(ServerAddress.Of(new IPEndPoint(address, 4433)).ToString(), out _)));
}
