using System.Net;
using Mcu.Client.Headless;
using Xunit;

namespace Mcu.Client.Tests.Headless;

public class ServerAddressTests
{
    private static readonly string[] s_right = ["voice.example.org:4433", "192.0.2.1:1", "[2001:db8::1]:65535"];

    [Theory]
    [InlineData("voice.example.org:4433", "voice.example.org", 4433, "voice.example.org")]
    [InlineData("192.0.2.1:1", "192.0.2.1", 1, null)]
    [InlineData("[2001:db8::1]:65535", "2001:db8::1", 65535, null)]
    [InlineData("localhost:4433", "localhost", 4433, "localhost")]
    public void Addresses_are_read(string text, string host, int port, string? serverName)
    {
        Assert.True(ServerAddress.TryParse(text, out ServerAddress? address));
        Assert.Equal(host, address.Host);
        Assert.Equal(port, address.Port);
        Assert.Equal(serverName, address.ServerName);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("voice.example.org")]
    [InlineData(":4433")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host:4 433")]
    [InlineData("2001:db8::1:4433")]
    [InlineData("[host]:4433")]
    [InlineData("[192.0.2.1]:4433")]
    [InlineData("a b:4433")]
    [InlineData("a/b:4433")]
    public void Anything_else_is_not(string text) => Assert.False(ServerAddress.TryParse(text, out _));

    [Fact]
    public void A_hundred_thousand_texts_are_read_as_they_stand_or_not_at_all()
    {
        int read = 0;
        foreach (string text in RandomText.Near(s_right, "01a.:[]-é ", count: 100_000))
        {
            if (ServerAddress.TryParse(text, out ServerAddress? address))
            {
                Assert.InRange(address.Port, 1, 65_535);
                Assert.True(ServerAddress.TryParse(address.ToString(), out ServerAddress? again));
                Assert.Equal(address, again);
                read++;
            }
        }

        Assert.InRange(read, 1_000, 90_000);
    }

    [Fact]
    public async Task A_number_is_its_own_address()
    {
        Assert.True(ServerAddress.TryParse("[::1]:4433", out ServerAddress? address));
        Assert.Equal([new IPEndPoint(IPAddress.IPv6Loopback, 4433)], await address.ResolveAsync(CancellationToken.None));
    }
}
