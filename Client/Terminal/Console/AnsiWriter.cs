using System.Buffers;
using System.Text;
using Mcu.Client.Terminal.Cells;

namespace Mcu.Client.Terminal.Console;

// Writes clusters at places and in styles, with as few control sequences as it takes: knows where the cursor is and how it
// writes. Made for one frame, which begins plain and anywhere. Pure.
internal sealed class AnsiWriter(IBufferWriter<byte> output, TerminalAbilities abilities)
{
    private CellStyle _style = CellStyle.Plain;

    // Where the next character goes; null where terminals may disagree.
    private (int Column, int Row)? _place;

    // Hides the cursor, and lets a terminal that knows how show the frame at once (mode 2026; others ignore it).
    public void Begin() => Raw("\e[?2026h\e[?25l"u8);

    // Blank, in the terminal's own colours.
    public void Clear() => Raw("\e[2J"u8);

    // cursor: where it is shown; null leaves it hidden.
    public void End((int Column, int Row)? cursor)
    {
        SetStyle(CellStyle.Plain);
        if (cursor is { } place)
        {
            MoveTo(place.Column, place.Row);
            Raw("\e[?25h"u8);
        }

        Raw("\e[?2026l"u8);
    }

    // width: how many columns the cluster takes by our count. Terminals disagree on it for all but the plainest.
    public void Write(int column, int row, string text, int width, CellStyle style)
    {
        MoveTo(column, row);
        SetStyle(style);
        if (width > 1)
        {
            // Whoever takes it for narrower leaves no rest of what stood there.
            Blank(width);
            _place = null;
            MoveTo(column, row);
        }

        Text(text);
        _place = ClusterWidth.IsCertain(text) ? (column + 1, row) : null;
    }

    private void MoveTo(int column, int row)
    {
        if (_place is { } place && place.Row == row && place.Column <= column)
        {
            int forward = column - place.Column;
            if (forward > 0)
            {
                Raw("\e["u8);
                Number(forward, omitted: 1);
                Raw("C"u8);
            }
        }
        else
        {
            Raw("\e["u8);
            Number(row + 1, omitted: column == 0 ? 1 : 0);
            if (column > 0)
            {
                Raw(";"u8);
                Number(column + 1, omitted: 0);
            }

            Raw("H"u8);
        }

        _place = (column, row);
    }

    private void SetStyle(CellStyle style)
    {
        if (abilities.Colors == ColorSupport.None)
        {
            style = style with { Foreground = CellColor.Default };
        }

        if (style == _style)
        {
            return;
        }

        // What is switched off is so by beginning plain: bold and dim have no end of their own.
        bool isFresh = style == CellStyle.Plain
            || (_style.IsBold && !style.IsBold) || (_style.IsDim && !style.IsDim) || (_style.IsReverse && !style.IsReverse);
        CellStyle from = isFresh ? CellStyle.Plain : _style;
        Raw("\e["u8);
        bool isFirst = true;
        Parameter(isFresh && style != CellStyle.Plain, 0, ref isFirst);
        Parameter(style.IsBold && !from.IsBold, 1, ref isFirst);
        Parameter(style.IsDim && !from.IsDim, 2, ref isFirst);
        Parameter(style.IsReverse && !from.IsReverse, 7, ref isFirst);
        Parameter(style.Foreground != from.Foreground, Sgr(style.Foreground), ref isFirst);
        Raw("m"u8);
        _style = style;
    }

    private static int Sgr(CellColor color) => color switch
    {
        CellColor.Default => 39,
        < CellColor.BrightBlack => 30 + (color - CellColor.Black),
        _ => 90 + (color - CellColor.BrightBlack),
    };

    private void Parameter(bool isWanted, int number, ref bool isFirst)
    {
        if (isWanted)
        {
            Raw(isFirst ? default : ";"u8);
            Number(number, omitted: -1);
            isFirst = false;
        }
    }

    private void Number(int number, int omitted)
    {
        if (number != omitted)
        {
            number.TryFormat(output.GetSpan(16), out int written, default, null);
            output.Advance(written);
        }
    }

    private void Blank(int width)
    {
        output.GetSpan(width)[..width].Fill((byte)' ');
        output.Advance(width);
    }

    // Cells are safe to write by contract; this is the last door before the terminal, so it looks again.
    private void Text(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            Rune safe = Rune.IsControl(rune) || (!rune.IsAscii && !abilities.IsUnicode) ? new Rune('?') : rune;
            output.Advance(safe.EncodeToUtf8(output.GetSpan(4)));
        }
    }

    private void Raw(ReadOnlySpan<byte> bytes) => output.Write(bytes);
}
