namespace Mcu.Client.Terminal.View;

// The signs of the screen, each one column wide: of Unicode, or of ASCII where there is no more.
internal sealed record Glyphs(string Arrow, string Talking, string Prompt, string Dot, string Ellipsis, string[] Bar)
{
    private static readonly Glyphs s_unicode =
        new("▸", "●", "›", "·", "…", ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]);

    private static readonly Glyphs s_ascii = new(">", "*", ">", "|", "~", ["#"]);

    public static Glyphs For(bool isUnicode) => isUnicode ? s_unicode : s_ascii;

    // Level: −dBov. −60 dBov and less is nothing, −6 and more is all of the width. At most width columns.
    public string LevelBar(int level, int width)
    {
        const int Quietest = 60;
        const int Loudest = 6;
        double share = Math.Clamp((Quietest - level) / (double)(Quietest - Loudest), 0, 1);
        int steps = (int)Math.Round(share * width * Bar.Length);
        int part = steps % Bar.Length;
        return string.Concat(Enumerable.Repeat(Bar[^1], steps / Bar.Length)) + (part == 0 ? "" : Bar[part - 1]);
    }
}
