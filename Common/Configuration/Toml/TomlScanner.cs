using System.Text;

namespace Mcu.Common.Configuration.Toml;

// A place in a document that moves forward, and what blanks, comments and line ends are.
internal sealed class TomlScanner(TomlSource source)
{
    public const int EndOfFile = -1;

    private readonly string _text = source.Text;

    public TomlSource Source => source;

    public int Offset { get; private set; }

    // The UTF-16 unit here, or EndOfFile.
    public int Current => Offset < _text.Length ? _text[Offset] : EndOfFile;

    public bool AtNewline => Current == '\n' || (Current == '\r' && Offset + 1 < _text.Length && _text[Offset + 1] == '\n');

    public TomlLocation Here => new(source, Offset);

    // What is left of the document.
    public ReadOnlySpan<char> Rest => _text.AsSpan(Offset);

    public void Advance(int units) => Offset += units;

    public bool TryTake(string text)
    {
        if (!Rest.StartsWith(text, StringComparison.Ordinal))
        {
            return false;
        }

        Offset += text.Length;
        return true;
    }

    public bool TryTakeNewline()
    {
        if (!AtNewline)
        {
            return false;
        }

        Offset += Current == '\r' ? 2 : 1;
        return true;
    }

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            Offset++;
        }
    }

    // Blanks, comments and line ends: what may stand between the items of an array, and between lines.
    public void SkipLines()
    {
        do
        {
            SkipBlanks();
            SkipComment();
        }
        while (TryTakeNewline());
    }

    // After a line's statement.
    public void EndLine()
    {
        SkipBlanks();
        SkipComment();
        if (!TryTakeNewline() && Current != EndOfFile)
        {
            throw Unexpected("the end of the line or a comment");
        }
    }

    // One character of a comment or a string.
    public char TakeText()
    {
        char unit = _text[Offset];
        if (unit is (< ' ' and not '\t') or '\x7F')
        {
            throw Unexpected("any character but control characters; tabs are no control characters here");
        }

        Offset++;
        return unit;
    }

    public TomlException Unexpected(string allowed) =>
        source.Error(Offset, $"{DescribeCurrent()} stands here", $"allowed is {allowed}");

    private void SkipComment()
    {
        if (Current != '#')
        {
            return;
        }

        while (Current != EndOfFile && !AtNewline)
        {
            TakeText();
        }
    }

    private string DescribeCurrent()
    {
        if (Current == EndOfFile)
        {
            return "the end of the file";
        }

        if (AtNewline)
        {
            return "the end of the line";
        }

        Rune rune = Rune.GetRuneAt(_text, Offset);
        return Rune.IsControl(rune) && rune.Value != '\t' ? $"the control character U+{rune.Value:X4}"
            : rune.Value switch
            {
                '\t' => "a tab",
                ' ' => "a space",
                _ => $"'{rune}'",
            };
    }
}
