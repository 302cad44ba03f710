using Mcu.Client.Tests.Session;
using Mcu.Client.Trust;
using Mcu.Common.Transport;
using Xunit;

namespace Mcu.Client.Tests.Trust;

public class PublicAuthoritiesTests
{
    private static readonly TestAuthority s_authority = new();
    private static readonly PublicAuthorities s_trusted = s_authority.Trusted;

    [Theory]
    [InlineData("voice.example.org", "voice.example.org")]
    [InlineData("*.example.org", "voice.example.org")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    public void A_chain_to_a_trusted_root_vouches_for_its_name(string named, string host) =>
        Assert.True(s_trusted.VouchFor(s_authority.Issue(named), host));

    [Theory]
    [InlineData("voice.example.org", "other.example")]
    [InlineData("voice.example.org", "example.org")]
    [InlineData("*.example.org", "a.b.example.org")]
    [InlineData("voice.example.org", "192.0.2.1")]
    [InlineData("192.0.2.1", "192.0.2.2")]
    public void But_for_no_other_not_even_the_common_name(string named, string host) =>
        Assert.False(s_trusted.VouchFor(s_authority.Issue(named), host));

    [Fact]
    public void Neither_an_expired_nor_a_clients_nor_an_incomplete_chain_will_do()
    {
        Assert.False(s_trusted.VouchFor(s_authority.Issue("h", daysLeft: -2), "h"));
        Assert.False(s_trusted.VouchFor(s_authority.Issue("h", TestAuthority.ClientAuthentication), "h"));
        Assert.False(s_trusted.VouchFor(s_authority.Issue("h", withIntermediate: false), "h"));
    }

    [Fact]
    public void Nobody_vouches_for_a_root_that_this_system_does_not_know()
    {
        PeerCertificates shown = s_authority.Issue("h");
        Assert.False(new PublicAuthorities().VouchFor(shown, "h"));
        Assert.False(new TestAuthority().Trusted.VouchFor(shown, "h"));
        Assert.False(s_trusted.VouchFor(new PeerCertificates(FakeServer.MakeCertificate().RawData, []), "h"));
    }

    [Fact]
    public void Damaged_certificates_are_not_vouched_for()
    {
        PeerCertificates right = s_authority.Issue("h");
        var random = new Random(20260106);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] leaf = right.Leaf.ToArray();
            leaf[random.Next(leaf.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False(s_trusted.VouchFor(new PeerCertificates(leaf, right.Issuers), "h"));
        }

        Assert.False(s_trusted.VouchFor(new PeerCertificates(default, []), "h"));
        Assert.False(s_trusted.VouchFor(new PeerCertificates(right.Leaf, [new byte[] { 1, 2, 3 }]), "h"));
        Assert.True(s_trusted.VouchFor(right, "h"));
    }
}
