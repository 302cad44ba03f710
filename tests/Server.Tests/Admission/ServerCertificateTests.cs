using System.Security.Cryptography.X509Certificates;
using Mcu.Server.Admission;

namespace Mcu.Server.Tests.Admission;

public class ServerCertificateTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void It_is_signed_by_its_own_key_on_P256_and_lasts_ten_years()
    {
        using ServerCertificate made = ServerCertificate.CreateEphemeral(s_now);

        Assert.True(made.Certificate.HasPrivateKey);
        Assert.Equal(256, made.Certificate.GetECDsaPrivateKey()!.KeySize);
        Assert.True(made.Certificate.MatchesHostname("localhost"));
        Assert.Equal(s_now.AddYears(10), made.Certificate.NotAfter.ToUniversalTime());
        Assert.True(made.Certificate.NotBefore.ToUniversalTime() < s_now);
        Assert.Equal(64, made.Fingerprint.ToString().Length);
    }

    [Fact]
    public void No_two_are_alike()
    {
        using ServerCertificate one = ServerCertificate.CreateEphemeral(s_now);
        using ServerCertificate other = ServerCertificate.CreateEphemeral(s_now);

        Assert.NotEqual(one.Fingerprint, other.Fingerprint);
    }
}
