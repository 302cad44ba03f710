using System.Globalization;
using System.Text;
using Mcu.Client.Commands;

namespace Mcu.Client.Terminal.Model;

// Pure: one line being typed, and where the cursor stands in it: always before a grapheme cluster or at the end. Killed is what
// was cut out last. Takes at most CommandLimits.MaxLineBytes of UTF-8.
internal sealed record LineEditor(string Text = "", int Cursor = 0, string Killed = "")
{
    public bool IsEmpty => Text.Length == 0;

    public bool HasRoomFor(string text) =>
        Encoding.UTF8.GetByteCount(Text) + Encoding.UTF8.GetByteCount(text) <= CommandLimits.MaxLineBytes;

    // As much as there is room for. Ends of lines and tabs become blanks, other control characters are left out.
    public LineEditor Insert(string text)
    {
        int room = CommandLimits.MaxLineBytes - Encoding.UTF8.GetByteCount(Text);
        var taken = new StringBuilder();
        foreach (Rune rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            Rune clean = rune.Value is '\n' or '\r' or '\t' ? new Rune(' ') : rune;
            if (Rune.IsControl(clean))
            {
                continue;
            }

            room -= clean.Utf8SequenceLength;
            if (room < 0)
            {
                break;
            }

            taken.Append(clean.ToString());
        }

        return At(Text.Insert(Cursor, taken.ToString()), Cursor + taken.Length);
    }

    // The line is that, with the cursor at its end.
    public LineEditor Become(string text) => (this with { Text = "", Cursor = 0 }).Insert(text);

    public LineEditor Left() => this with { Cursor = Before(Cursor) };

    public LineEditor Right() => this with { Cursor = After(Cursor) };

    public LineEditor Home() => this with { Cursor = 0 };

    public LineEditor End() => this with { Cursor = Text.Length };

    public LineEditor WordLeft() => this with { Cursor = WordBefore() };

    public LineEditor WordRight() => this with { Cursor = WordAfter() };

    public LineEditor Backspace() => Remove(Before(Cursor), Cursor);

    public LineEditor Delete() => Remove(Cursor, After(Cursor));

    public LineEditor KillToEnd() => Kill(Cursor, Text.Length);

    public LineEditor KillToStart() => Kill(0, Cursor);

    public LineEditor KillWordRight() => Kill(Cursor, WordAfter());

    public LineEditor KillWordLeft() => Kill(WordBefore(), Cursor);

    // Back to a blank, as Ctrl+W does everywhere.
    public LineEditor KillBlankWordLeft()
    {
        int start = Cursor;
        while (start > 0 && Text[start - 1] == ' ')
        {
            start--;
        }

        while (start > 0 && Text[start - 1] != ' ')
        {
            start--;
        }

        return Kill(start, Cursor);
    }

    public LineEditor Yank() => Insert(Killed);

    private LineEditor Kill(int start, int end) =>
        start == end ? this : Remove(start, end) with { Killed = Text[start..end] };

    private LineEditor Remove(int start, int end) => start == end ? this : At(Text.Remove(start, end - start), start);

    // What was put together may join clusters: the cursor goes behind such a one.
    private LineEditor At(string text, int cursor)
    {
        LineEditor line = this with { Text = text, Cursor = 0 };
        int at = 0;
        while (at < cursor)
        {
            at = line.After(at);
        }

        return line with { Cursor = at };
    }

    private int After(int at) => at < Text.Length ? at + StringInfo.GetNextTextElementLength(Text.AsSpan(at)) : at;

    private int Before(int at)
    {
        int before = 0;
        for (int next = 0; next < at; next = After(next))
        {
            before = next;
        }

        return before;
    }

    // Where the last word before the cursor begins.
    private int WordBefore()
    {
        int start = 0;
        bool inWord = false;
        for (int at = 0; at < Cursor; at = After(at))
        {
            bool isOfWord = IsOfWord(at);
            start = isOfWord && !inWord ? at : start;
            inWord = isOfWord;
        }

        return start;
    }

    private int WordAfter()
    {
        int at = Cursor;
        while (at < Text.Length && !IsOfWord(at))
        {
            at = After(at);
        }

        while (at < Text.Length && IsOfWord(at))
        {
            at = After(at);
        }

        return at;
    }

    private bool IsOfWord(int at) => Rune.TryGetRuneAt(Text, at, out Rune rune) && Rune.IsLetterOrDigit(rune);
}
