using Xunit;

namespace Mcu.Client.Tests.Terminal.Input;

// As kitty, foot, Ghostty and WezTerm send them with every flag of the protocol set.
public class KittyKeysTests
{
    [Theory]
    [InlineData("\e[97;;97u\e[97;1:2;97u\e[97;1:3u", "a *a ^a")]
    [InlineData("\e[97:65;2;65u\e[97:65;2:3u", "A ^A")]
    [InlineData("\e[228;;228u\e[108::76;;322u", "ä ł")]
    [InlineData("\e[0;;27721:23383u", "汉 字")]
    [InlineData("\e[0;;128104:8205:128105u", "👨\u200d👩")]
    public void Text_is_what_the_terminal_says_a_key_types(string typed, string expected) =>
        Assert.Equal(expected, Typist.Read(typed));

    [Theory]
    [InlineData("\e[97u", "a")]
    [InlineData("\e[97;2u\e[50:33;2u\e[97;65u\e[97;66u", "A ! A a")]
    [InlineData("\e[57400u\e[57413u\e[57414u", "1 + Enter")]
    public void Without_the_text_the_key_says_it(string typed, string expected) => Assert.Equal(expected, Typist.Read(typed));

    [Theory]
    [InlineData("\e[32;;32u\e[32;1:2;32u\e[32;1:3u", "Space *Space ^Space")]
    [InlineData("\e[1;1:1S\e[1;1:3S\e[14;1:3~\e[13;1:3~", "F4 ^F4 ^F4 ^F3")]
    [InlineData("\e[1;5:3D\e[5;1:2~\e[27;1:3u", "^Ctrl+Left *PageUp ^Escape")]
    public void Releases_are_told_from_presses(string typed, string expected) => Assert.Equal(expected, Typist.Read(typed));

    [Theory]
    [InlineData("\e[27u\e[13u\e[9u\e[9;2u\e[127u\e[127;3u", "Escape Enter Tab Shift+Tab Backspace Alt+Backspace")]
    [InlineData("\e[99;5u\e[122;5u\e[32;5u\e[98;3u", "Ctrl+c Ctrl+z Ctrl+Space Alt+b")]
    [InlineData("\e[1089::99;5u", "Ctrl+c")]
    [InlineData("\e[99:67;6u", "Ctrl+Shift+c")]
    [InlineData("\e[99;133u\e[57417;5u\e[57426u", "Ctrl+c Ctrl+Left Delete")]
    [InlineData("\e[57364u\e[57367;1:3u\e[97;33u", "F1 ^F4 Alt+a")]
    public void Keys_with_modifiers_keep_their_names(string typed, string expected) => Assert.Equal(expected, Typist.Read(typed));

    [Theory]
    [InlineData("\e[57441;2u\e[57441;1:3u\e[57358u\e[57376u\e[57428u\e[57427~x", "x")]
    [InlineData("\e[97;9u\e[97;17ux", "x")]
    [InlineData("\e[1114112u\e[55296u\e[7u\e[133u\e[99999999999ux", "x")]
    public void Keys_that_mean_nothing_type_nothing(string typed, string expected) => Assert.Equal(expected, Typist.Read(typed));

    [Theory]
    [InlineData("\e[27;5;99~\e[27;2;65~\e[27;6;67~", "Ctrl+c A Ctrl+Shift+c")]
    [InlineData("\e[27;5;13~\e[27;5;9~\e[27;3;127~", "Ctrl+Enter Ctrl+Tab Alt+Backspace")]
    public void Keys_of_xterms_modifyOtherKeys(string typed, string expected) => Assert.Equal(expected, Typist.Read(typed));

    [Theory]
    [InlineData("\e[?31u", "releases")]
    [InlineData("\e[?10u", "releases")]
    [InlineData("\e[?3u", "")]
    [InlineData("\e[?0u", "")]
    [InlineData("\e[?u", "")]
    public void The_terminal_says_whether_it_reports_releases(string answer, string expected) =>
        Assert.Equal(expected, Typist.Read(answer));

    [Fact]
    public void The_terminals_answers_about_itself_are_counted_and_not_typed()
    {
        Typist typist = new Typist().Send("\e[?62;c\e[?1;2c");
        Assert.Equal("", typist.Words);
        Assert.Equal(2, typist.Decoder.Identifications);
    }
}
