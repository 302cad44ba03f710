using System.Globalization;
using Mcu.Common.Protocol;
using Mcu.Server.Rooms;

namespace Mcu.Server.Tests.Rooms;

public class DisplayTextTests
{
    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("  ann smith\t", "ann smith")]
    [InlineData("a\u001b[31mnn", "a[31mnn")]
    [InlineData("ann\r\nbob", "annbob")]
    [InlineData("ann\u202Ebob", "annbob")]
    [InlineData("Zoë 👩‍👩‍👧", "Zoë 👩‍👩‍👧")]
    public void What_could_hurt_a_terminal_is_taken_out(string raw, string expected)
    {
        Assert.True(DisplayText.TryCleanName(raw, 64, out string? name, out _));
        Assert.Equal(expected, name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u0007\u0000")]
    [InlineData("\u200D\u200B")]
    public void Nothing_to_see_is_refused(string raw)
    {
        Assert.False(DisplayText.TryCleanName(raw, 64, out _, out string? refusal));
        Assert.Equal("The name is empty; 1 to 64 characters are allowed.", refusal);
    }

    [Fact]
    public void Length_counts_what_a_reader_sees()
    {
        string accents = string.Concat(Enumerable.Repeat("e\u0301", 64));

        Assert.True(DisplayText.TryCleanName(accents, 64, out _, out _));
        Assert.False(DisplayText.TryCleanName(accents + "e", 64, out _, out string? refusal));
        Assert.Equal("The name has 65 characters; at most 64 are allowed.", refusal);
        Assert.True(DisplayText.TryCleanCode(accents + accents, 128, out _, out _));
        Assert.False(DisplayText.TryCleanCode(accents + accents + "e", 128, out _, out _));
    }

    [Fact]
    public void What_is_allowed_fits_the_protocol()
    {
        Assert.Equal(ProtocolLimits.MaxNameBytes, RoomLimits.NameClusters * RoomLimits.BytesPerCluster);
        Assert.Equal(ProtocolLimits.MaxRoomBytes, RoomLimits.CodeClusters * RoomLimits.BytesPerCluster);
    }

    [Fact]
    public void A_tower_of_marks_is_refused()
    {
        string tower = "e" + new string('\u0301', 5000);

        Assert.False(DisplayText.TryCleanName(tower, 64, out _, out string? refusal));
        Assert.Contains("10001 bytes", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_either_refused_or_safe()
    {
        var random = new Random(1);
        var units = new char[200];
        for (int i = 0; i < 100_000; i++)
        {
            int length = random.Next(24);
            for (int j = 0; j < length; j++)
            {
                units[j] = (char)(random.Next(3) == 0 ? random.Next(0x10000) : random.Next(0x100));
            }

            if (DisplayText.TryCleanName(new string(units, 0, length), 64, out string? name, out string? refusal))
            {
                Assert.DoesNotContain(name, char.IsControl);
                Assert.InRange(new StringInfo(name).LengthInTextElements, 1, RoomLimits.NameClusters);
                Assert.True(DisplayText.TryCleanName(name, 64, out string? again, out _));
                Assert.Equal(name, again);
            }
            else
            {
                Assert.EndsWith("allowed.", refusal, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void An_operator_may_allow_less()
    {
        Assert.True(DisplayText.TryCleanName("👩‍👩‍👧", 6, out _, out _));
        Assert.False(DisplayText.TryCleanName("seven l", 6, out _, out string? refusal));
        Assert.Equal("The name has 7 characters; at most 6 are allowed.", refusal);
        Assert.False(DisplayText.TryCleanCode("ab", 1, out _, out refusal));
        Assert.Equal("The room code has 2 characters; at most 1 are allowed.", refusal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("  too\u001b[2J loud\n", "too[2J loud")]
    public void A_reason_is_cleaned_and_may_be_empty(string raw, string expected) =>
        Assert.Equal(expected, DisplayText.Clean(raw));

    [Theory]
    [InlineData("ann", 3, "ann")]
    [InlineData("annabel", 6, "ann…")]
    [InlineData("Zoë", 4, "Zoë")]
    [InlineData("Zoëë", 5, "Zo…")]
    [InlineData("👩‍👩‍👧👩‍👩‍👧", 30, "👩‍👩‍👧…")]
    [InlineData("👩‍👩‍👧", 12, "…")]
    public void What_is_too_long_is_cut_between_characters(string text, int maxBytes, string expected) =>
        Assert.Equal(expected, DisplayText.Shorten(text, maxBytes));
}
