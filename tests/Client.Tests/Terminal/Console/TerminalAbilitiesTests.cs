using Mcu.Client.Terminal.Console;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Console;

public class TerminalAbilitiesTests
{
    [Theory]
    [InlineData("xterm-256color", true)]
    [InlineData("tmux-256color", true)]
    [InlineData("linux", true)]
    [InlineData("vt100", false)]
    [InlineData("vt220", false)]
    [InlineData("linux-m", false)]
    [InlineData("rxvt-mono", false)]
    public void The_name_says_whether_there_are_colours(string term, bool hasColors) =>
        Assert.Equal(hasColors, From($"TERM={term}")!.Value.Colors == ColorSupport.Sixteen);

    [Theory]
    [InlineData("1", false)]
    [InlineData("0", false)]
    [InlineData("", true)]
    public void NO_COLOR_takes_them_away(string value, bool hasColors) =>
        Assert.Equal(hasColors, From("TERM=xterm", $"NO_COLOR={value}")!.Value.Colors == ColorSupport.Sixteen);

    [Theory]
    [InlineData("LANG=C.UTF-8", true)]
    [InlineData("LANG=en_GB.utf8", true)]
    [InlineData("LANG=de_DE.ISO-8859-1", false)]
    [InlineData("LANG=C", false)]
    [InlineData("LANG=", false)]
    [InlineData("LANG=C.UTF-8 LC_CTYPE=C", false)]
    [InlineData("LANG=C LC_CTYPE=C LC_ALL=C.UTF-8", true)]
    [InlineData("LANG=C.UTF-8 LC_ALL=", true)]
    public void The_locale_says_whether_there_is_Unicode(string locale, bool isUnicode) =>
        Assert.Equal(isUnicode, From(["TERM=xterm", .. locale.Split(' ')])!.Value.IsUnicode);

    [Theory]
    [InlineData("TERM=dumb")]
    [InlineData("TERM=unknown")]
    [InlineData("TERM=")]
    [InlineData("LANG=C")]
    public void Without_a_terminal_to_draw_on_there_is_nothing(string variable) => Assert.Null(From(variable));

    private static TerminalAbilities? From(params string[] variables)
    {
        Dictionary<string, string> environment =
            variables.Select(text => text.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return TerminalAbilities.From(environment.GetValueOrDefault);
    }
}
