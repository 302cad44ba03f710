using System.Net;
using Mcu.Common.Addressing;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Addressing;

public class ServerAddressTests
{
    private static readonly string[] s_right = ["voice.example.org:4433", "192.0.2.1:1", "[2001:db8::1]:65535", "host"];

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
    [InlineData("voice.example.org", "voice.example.org:4433")]
    [InlineData("Voice.Example.ORG.:1", "voice.example.org:1")]
    [InlineData("192.0.2.1", "192.0.2.1:4433")]
    [InlineData("[2001:DB8:0:0::1]", "[2001:db8::1]:4433")]
    [InlineData("[::ffff:192.0.2.1]:5", "192.0.2.1:5")]
    public void Ways_to_write_one_address_are_one(string text, string written)
    {
        ServerAddress address = ServerAddress.Parse(text);
        Assert.Equal(written, address.ToString());
        Assert.Equal(ServerAddress.Parse(written), address);
    }

    [Theory]
    [InlineData("0.0.0.0:4433")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]:4433")]
    [InlineData("[::ffff:0.0.0.0]:4433")]
    public void Every_address_of_a_machine_is_not_one_to_join(string text)
    {
        string sentence = Assert.Throws<FormatException>(() => ServerAddress.Parse(text)).Message;
        Assert.Equal(
            $"HOST:PORT is \"{text}\", by which a server listens on every address of its machine; "
            + "to join it, one address or the name of that machine is needed.",
            sentence);
    }

    [Fact]
    public void A_wrong_one_is_answered_with_what_stood_there_and_what_is_allowed()
    {
        string sentence = Assert.Throws<FormatException>(() => ServerAddress.Parse("a b:1\u001b[2J")).Message;
        Assert.Equal($"HOST:PORT is \"a b:1\uFFFD[2J\"; allowed is {ServerAddress.Allowed}.", sentence);
        sentence = Assert.Throws<FormatException>(() => ServerAddress.Parse(new string('a', 100_000))).Message;
        Assert.InRange(sentence.Length, 0, 300);
    }

    [Fact]
    public void A_bound_address_can_be_joined_where_it_is_one()
    {
        Assert.Equal("192.0.2.1:4433", ServerAddress.Of(IPEndPoint.Parse("192.0.2.1:4433")).ToString());
        Assert.Equal("[::1]:1", ServerAddress.Of(IPEndPoint.Parse("[::1]:1")).ToString());
        Assert.Throws<ArgumentException>(() => ServerAddress.Of(IPEndPoint.Parse("0.0.0.0:4433")));
        Assert.Throws<ArgumentException>(() => ServerAddress.Of(IPEndPoint.Parse("192.0.2.1:0")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("[]")]
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
    [InlineData("1:4433")]
    [InlineData("192.0.2:4433")]
    [InlineData("192.0.2.256:4433")]
    [InlineData("192.0.2.01")]
    [InlineData("::1")]
    [InlineData("[fe80::1%eth0]:4433")]
    [InlineData("user@host")]
    [InlineData("küche.example.org")]
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

        Assert.InRange(read, 1_000, 95_000);
    }

    // A bare system knows no such name, and a name server may say anything.
    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("LOCALHOST.:5000")]
    public async Task Localhost_is_this_machine_without_anybody_being_asked(string text)
    {
        var address = ServerAddress.Parse(text);
        Assert.Equal(
            [new IPEndPoint(IPAddress.Loopback, 5000), new IPEndPoint(IPAddress.IPv6Loopback, 5000)],
            await address.ResolveAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_number_is_its_own_address()
    {
        Assert.True(ServerAddress.TryParse("[::1]:4433", out ServerAddress? address));
        Assert.Equal([new IPEndPoint(IPAddress.IPv6Loopback, 4433)], await address.ResolveAsync(CancellationToken.None));
    }
}
