using System.Text;
using Mcu.Common.Addressing;
using Mcu.Common.Transport;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Addressing;

public class InviteTests
{
    private const string Hash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Theory]
    [InlineData("mcu://voice.example.org:4433/lobby#" + Hash, "voice.example.org:4433", "lobby", Hash)]
    [InlineData("mcu://voice.example.org/lobby", "voice.example.org:4433", "lobby", null)]
    [InlineData("MCU://[2001:db8::1]:1/a", "[2001:db8::1]:1", "a", null)]
    [InlineData("mcu://192.0.2.1/k%C3%bcche%2F%F0%9F%8E%99", "192.0.2.1:4433", "küche/🎙", null)]
    [InlineData("mcu://h/a%20%23b+c@d:e", "h:4433", "a #b+c@d:e", null)]
    public void Invites_are_read(string text, string server, string room, string? fingerprint)
    {
        Invite invite = Invite.Parse(text);
        Assert.Equal((server, room, fingerprint), (invite.Server.ToString(), invite.Room, invite.Fingerprint?.ToString()));
        Assert.Equal(invite, Invite.Parse(invite.ToString()));
    }

    [Fact]
    public void It_is_written_with_its_port_and_nothing_that_a_shell_would_take()
    {
        Assert.True(CertificateFingerprint.TryParse(Hash, out CertificateFingerprint? fingerprint));
        var invite = new Invite(ServerAddress.Parse("host"), "the küche's $(room)", fingerprint);
        Assert.Equal($"mcu://host:4433/the%20k%C3%BCche%27s%20%24%28room%29#{Hash}", invite.ToString());
    }

    [Theory]
    [InlineData("", "The invite is \"\"; allowed is mcu://HOST[:PORT]/ROOM[#FINGERPRINT]")]
    [InlineData("mcu:/h/r", "The invite is \"mcu:/h/r\"; allowed is")]
    [InlineData("http://h/r", "The invite is \"http://h/r\"; allowed is")]
    [InlineData("mcu://h", "The invite \"mcu://h\" names no room; allowed is")]
    [InlineData("mcu://h#a/b", "names no room")]
    [InlineData("mcu://h/", "the room \"\" is empty")]
    [InlineData("mcu:///r", "In the invite, HOST:PORT is \"\"; allowed is")]
    [InlineData("mcu://me@h/r", "In the invite, HOST:PORT is \"me@h\"; allowed is")]
    [InlineData("mcu://h:0/r", "In the invite, HOST:PORT is \"h:0\"; allowed is")]
    [InlineData("mcu://0.0.0.0/r", "listens on every address of its machine")]
    [InlineData("mcu://h/r/", "the room \"r/\" has \"/\" at 2; allowed are")]
    [InlineData("mcu://h/r?x", "has \"?\" at 2; allowed are")]
    [InlineData("mcu://h/küche", "has \"ü\" at 2; allowed are")]
    [InlineData("mcu://h/a b", "has \" \" at 2; allowed are")]
    [InlineData("mcu://h/a%2", "has \"%2\" at 2; allowed is % before two hex digits")]
    [InlineData("mcu://h/%zz", "has \"%zz\" at 1; allowed is % before two hex digits")]
    [InlineData("mcu://h/%ff", "is not UTF-8 when decoded")]
    [InlineData("mcu://h/%ed%a0%80", "is not UTF-8 when decoded")]
    [InlineData("mcu://h/a%0a", "has a control character")]
    [InlineData("mcu://h/r#", "the fingerprint is \"\"; allowed are 64 hex digits")]
    [InlineData("mcu://h/r#0011", "the fingerprint is \"0011\"; allowed are 64 hex digits")]
    [InlineData("mcu://h/r#" + Hash + "0", "allowed are 64 hex digits")]
    [InlineData("mcu://h/r#" + Hash + "#", "allowed are 64 hex digits")]
    public void Anything_else_is_answered_with_what_stood_there_and_what_is_allowed(string text, string sentence)
    {
        Assert.False(Invite.TryParse(text, out Invite? invite, out string? problem));
        Assert.Null(invite);
        Assert.Contains(sentence, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_are_bounded_in_bytes()
    {
        string longest = new('ü', 256);
        Invite invite = new(ServerAddress.Parse(new string('a', 63) + ":65535"), longest, CertificateFingerprint.Of([1]));
        Assert.InRange(invite.ToString().Length, 0, Invite.MaxLength);
        Assert.Equal(longest, Invite.Parse(invite.ToString()).Room);
        Assert.Throws<ArgumentException>(() => new Invite(invite.Server, longest + "a", null));
        Assert.False(Invite.TryParse("mcu://h/" + new string('a', 513), out _, out string? problem));
        Assert.Contains("513", problem, StringComparison.Ordinal);
        Assert.False(Invite.TryParse("mcu://h/" + new string('a', 100_000), out _, out problem));
        Assert.Equal("The invite has 100008 characters; allowed are 2048.", problem);
    }

    [Fact]
    public void A_room_that_is_no_text_cannot_be_invited_to()
    {
        foreach (string room in (string[])["", "a\nb", "\ud800"])
        {
            Assert.Throws<ArgumentException>(() => new Invite(ServerAddress.Parse("h"), room, null));
        }
    }

    [Fact]
    public void Invites_are_told_from_addresses()
    {
        Assert.True(Invite.IsMeant("mcu://h/r"));
        Assert.True(Invite.IsMeant("MCU:h"));
        Assert.False(Invite.IsMeant("mcu.example.org:4433"));
    }

    [Fact]
    public void Every_room_of_characters_makes_the_way_there_and_back()
    {
        var random = new Random(20260104);
        for (int i = 0; i < 10_000; i++)
        {
            string room = RandomRoom(random);
            var invite = new Invite(ServerAddress.Parse("host:1"), room, null);
            Assert.Equal(invite, Invite.Parse(invite.ToString()));
        }
    }

    [Fact]
    public void A_hundred_thousand_texts_are_read_as_they_stand_or_answered_with_a_sentence()
    {
        string[] right = [$"mcu://host.example:4433/lobby#{Hash}", "mcu://h/k%C3%BCche%20", "mcu://[2001:db8::1]/%F0%9F%8E%99", "mcu://h/r"];
        int read = 0;
        foreach (string text in RandomText.Near(right, "aF09.:/[]#%?@-é \0", count: 100_000))
        {
            if (Invite.TryParse(text, out Invite? invite, out string? problem))
            {
                Assert.Equal(invite, Invite.Parse(invite.ToString()));
                read++;
            }
            else
            {
                Assert.DoesNotContain(problem, char.IsControl);
                Assert.InRange(problem.Length, 20, 400);
            }
        }

        Assert.InRange(read, 10_000, 90_000);
    }

    private static string RandomRoom(Random random)
    {
        var room = new StringBuilder();
        for (int count = 1 + random.Next(100); count > 0; count--)
        {
            var rune = new Rune(random.Next(3) switch
            {
                0 => random.Next(0x20, 0x7F),
                1 => random.Next(0xA0, 0xD800),
                _ => random.Next(0xE000, 0x110000),
            });
            room.Append(rune);
        }

        return room.ToString();
    }
}
