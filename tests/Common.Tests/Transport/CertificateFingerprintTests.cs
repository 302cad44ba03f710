using Mcu.Common.Transport;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Transport;

public class CertificateFingerprintTests
{
    // SHA-256 of "abc" (FIPS 180-2, appendix B.1).
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static readonly string s_colons = string.Join(':', Abc.Chunk(2).Select(pair => new string(pair)));

    public static TheoryData<string> Written => [Abc, Abc.ToUpperInvariant(), s_colons, s_colons.ToUpperInvariant(), s_colons.Replace(':', ' ')];

    public static TheoryData<string> NotWritten =>
        ["", Abc[1..], Abc + "0", Abc[1..] + "g", Abc[1..] + "١", "0x" + Abc[2..], Abc.Replace('b', '-'), $"{Abc}{Abc}", $"{Abc}\n"];

    [Fact]
    public void It_is_the_SHA_256_of_the_bytes() => Assert.Equal(Abc, CertificateFingerprint.Of("abc"u8).ToString());

    [Theory]
    [MemberData(nameof(Written))]
    public void It_is_read_in_either_case_and_with_colons(string text)
    {
        Assert.True(CertificateFingerprint.TryParse(text, out CertificateFingerprint? read));
        Assert.Equal(CertificateFingerprint.Of("abc"u8), read);
        Assert.Equal(Abc, read.ToString());
    }

    [Theory]
    [MemberData(nameof(NotWritten))]
    public void Anything_else_is_none(string text)
    {
        Assert.False(CertificateFingerprint.TryParse(text, out CertificateFingerprint? read));
        Assert.Null(read);
    }

    [Fact]
    public void A_hundred_thousand_texts_are_read_or_not()
    {
        int read = 0;
        foreach (string text in RandomText.Near([Abc, s_colons], "aF09:. \0g١", count: 100_000))
        {
            if (CertificateFingerprint.TryParse(text, out CertificateFingerprint? fingerprint))
            {
                Assert.Equal(text.Replace(":", "").Replace(" ", "").ToLowerInvariant(), fingerprint.ToString());
                read++;
            }
        }

        Assert.InRange(read, 1_000, 100_000);
    }
}
