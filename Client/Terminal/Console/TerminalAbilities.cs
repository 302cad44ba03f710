namespace Mcu.Client.Terminal.Console;

// What the terminal can show, as the environment says it.
internal readonly record struct TerminalAbilities(ColorSupport Colors, bool IsUnicode)
{
    private static readonly string[] s_withoutColors = ["vt100", "vt102", "vt200", "vt220", "vt320", "vt420", "xterm-vt220"];

    private static readonly string[] s_monochromeEndings = ["-m", "-mono"];

    private static readonly string[] s_localeVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    // variable: the value of an environment variable, null where there is none. Null: there is no terminal that can place a cursor.
    public static TerminalAbilities? From(Func<string, string?> variable)
    {
        if (variable("TERM") is not { Length: > 0 } name || name is "dumb" or "unknown")
        {
            return null;
        }

        // https://no-color.org: any value but none at all.
        bool isPlain = !string.IsNullOrEmpty(variable("NO_COLOR"))
            || s_withoutColors.Contains(name)
            || s_monochromeEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));
        return new TerminalAbilities(isPlain ? ColorSupport.None : ColorSupport.Sixteen, SaysUtf8(variable));
    }

    // The first that says anything decides, POSIX 8.2.
    private static bool SaysUtf8(Func<string, string?> variable)
    {
        string locale = s_localeVariables.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
            || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
    }
}
