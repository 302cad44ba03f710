using System.Globalization;
using System.Text;
using Mcu.Client.Terminal.Cells;

namespace Mcu.Client.Tests.Terminal.Console;

// A small terminal: takes what AnsiWriter writes, and nothing else, and shows it. How many columns a character takes is its own
// opinion.
internal sealed class EmulatedTerminal
{
    private readonly Func<string, IEnumerable<(string Text, int Width)>> _glyphs;
    private CellStyle _style = CellStyle.Plain;
    private int _column;
    private int _row;
    private CellGrid _shown;

    // glyphs: cuts a run of text into what gets a place of its own.
    public EmulatedTerminal(int columns, int rows, Func<string, IEnumerable<(string Text, int Width)>> glyphs)
    {
        _glyphs = glyphs;
        _shown = new CellGrid(columns, rows);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                _shown[column, row] = new Cell("#", CellStyle.Plain);
            }
        }
    }

    public bool IsCursorVisible { get; private set; } = true;

    public bool IsUpdating { get; private set; }

    public (int Column, int Row) Cursor => (_column, _row);

    public Cell this[int column, int row] => _shown[column, row];

    public void Write(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        for (int at = 0; at < text.Length;)
        {
            if (text[at] == '\e')
            {
                at++;
                Assert(text[at] == '[', text);
                int final = ++at;
                while (text[final] is < '@' or > '~')
                {
                    final++;
                }

                Sequence(text[at..final], text[final]);
                at = final + 1;
            }
            else
            {
                int end = text.IndexOf('\e', at);
                string run = end < 0 ? text[at..] : text[at..end];
                foreach ((string glyph, int width) in _glyphs(run))
                {
                    Put(glyph, width);
                }

                at += run.Length;
            }
        }
    }

    private void Sequence(string parameters, char final)
    {
        switch (final)
        {
            case 'H':
                int[] place = [.. Numbers(parameters, 1)];
                (_row, _column) = (place[0] - 1, place.Length > 1 ? place[1] - 1 : 0);
                break;
            case 'C':
                _column += Numbers(parameters, 1).First();
                break;
            case 'J' when parameters == "2":
                _shown = new CellGrid(_shown.Width, _shown.Height);
                break;
            case 'm':
                foreach (int number in Numbers(parameters, 0))
                {
                    _style = Styled(number);
                }

                break;
            case 'h' or 'l' when parameters == "?25":
                IsCursorVisible = final == 'h';
                break;
            case 'h' or 'l' when parameters == "?2026":
                IsUpdating = final == 'h';
                break;
            default:
                Assert(false, $"CSI {parameters}{final}");
                break;
        }

        Assert(_column < _shown.Width && _row < _shown.Height, $"{_column},{_row}");
    }

    private CellStyle Styled(int number) => number switch
    {
        0 => CellStyle.Plain,
        1 => _style with { IsBold = true },
        2 => _style with { IsDim = true },
        7 => _style with { IsReverse = true },
        39 => _style with { Foreground = CellColor.Default },
        >= 30 and <= 37 => _style with { Foreground = CellColor.Black + (number - 30) },
        >= 90 and <= 97 => _style with { Foreground = CellColor.BrightBlack + (number - 90) },
        _ => throw new InvalidOperationException($"SGR {number}"),
    };

    // Half of a wide character that is written over takes the other half with it; one that does not fit in the row
    // is not shown (some move it to the left); in the last column the cursor stays.
    private void Put(string glyph, int width)
    {
        if (width == 0)
        {
            return;
        }

        if (_column + width > _shown.Width)
        {
            (glyph, width) = (" ", _shown.Width - _column);
        }

        for (int column = _column; column < _column + width; column++)
        {
            Split(column);
        }

        _shown[_column, _row] = new Cell(glyph, _style);
        for (int column = _column + 1; column < _column + width; column++)
        {
            _shown[column, _row] = new Cell("", _style);
        }

        _column = Math.Min(_column + width, _shown.Width - 1);
    }

    private void Split(int column)
    {
        int first = column;
        while (first > 0 && _shown[first, _row].Text.Length == 0)
        {
            first--;
        }

        int end = first + 1;
        while (end < _shown.Width && _shown[end, _row].Text.Length == 0)
        {
            end++;
        }

        for (int other = first; end - first > 1 && other < end; other++)
        {
            _shown[other, _row] = Cell.Blank;
        }
    }

    private static IEnumerable<int> Numbers(string parameters, int absent) =>
        parameters.Split(';').Select(text => text.Length == 0 ? absent : int.Parse(text, CultureInfo.InvariantCulture));

    private static void Assert(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"A terminal need not understand this: {what}");
        }
    }
}
