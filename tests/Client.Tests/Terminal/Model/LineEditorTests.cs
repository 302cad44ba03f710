using System.Globalization;
using System.Text;
using Mcu.Client.Commands;
using Mcu.Client.Terminal.Model;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Model;

public class LineEditorTests
{
    [Fact]
    public void Types_in_the_middle()
    {
        LineEditor line = new LineEditor().Insert("ac").Left().Insert("b");
        Assert.Equal(("abc", 2), (line.Text, line.Cursor));
    }

    [Theory]
    [InlineData("one\ntwo\r\nthree\tfour", "one two three four")]
    [InlineData("a\u001b[2Jb\u0007", "a[2Jb")]
    public void What_is_pasted_becomes_one_line(string pasted, string text) =>
        Assert.Equal(text, new LineEditor().Insert(pasted).Text);

    [Fact]
    public void Takes_so_many_bytes_and_no_half_characters()
    {
        LineEditor line = new LineEditor().Insert(new string('x', CommandLimits.MaxLineBytes - 1)).Insert("öy");
        Assert.Equal(CommandLimits.MaxLineBytes - 1, Encoding.UTF8.GetByteCount(line.Text));
        Assert.False(line.HasRoomFor("ö"));
        Assert.True(line.HasRoomFor("y"));
        Assert.Equal(CommandLimits.MaxLineBytes, line.Insert(new string('y', 1_000_000)).Text.Length);
    }

    [Fact]
    public void The_cursor_stands_between_clusters()
    {
        LineEditor line = new LineEditor().Insert("a👨‍👩‍👧e\u0301");
        Assert.Equal(line.Text.Length - 2, (line = line.Left()).Cursor);
        Assert.Equal(1, (line = line.Left()).Cursor);
        Assert.Equal("ae\u0301", line.Delete().Text);
        Assert.Equal("👨‍👩‍👧e\u0301", line.Backspace().Text);

        // An accent joins what stands before it, and the cursor follows.
        LineEditor joined = new LineEditor().Insert("e\u0301").Home().Right().Insert("\u0302");
        Assert.Equal(joined.Text.Length, joined.Cursor);
    }

    [Theory]
    [InlineData("kick ben| now", "KillWordLeft", "kick | now", "ben")]
    [InlineData("kick \"a b\"|", "KillWordLeft", "kick \"a |", "b\"")]
    [InlineData("kick \"a b\"  |x", "KillBlankWordLeft", "kick \"a |x", "b\"  ")]
    [InlineData("kick| ben now", "KillWordRight", "kick| now", " ben")]
    [InlineData("kick| ben", "KillToEnd", "kick|", " ben")]
    [InlineData("kick| ben", "KillToStart", "| ben", "kick")]
    [InlineData("kick ben|", "WordLeft", "kick |ben", "")]
    [InlineData("kick |ben", "WordLeft", "|kick ben", "")]
    [InlineData("|kick ben", "WordRight", "kick| ben", "")]
    [InlineData("kick| ben", "WordRight", "kick ben|", "")]
    [InlineData("|abc", "Left", "|abc", "")]
    [InlineData("abc|", "Right", "abc|", "")]
    [InlineData("|abc", "Backspace", "|abc", "")]
    [InlineData("abc|", "Delete", "abc|", "")]
    [InlineData("abc|", "KillToEnd", "abc|", "")]
    public void A_key_does_what_readline_does(string before, string key, string after, string killed)
    {
        LineEditor line = Apply(At(before), key);
        Assert.Equal(after, line.Text.Insert(line.Cursor, "|"));
        Assert.Equal(killed, line.Killed);
        Assert.Equal(killed.Length > 0 ? line.Text.Insert(line.Cursor, killed) : line.Text, line.Yank().Text);
    }

    // Any keys and any pieces: never an exception, the cursor never within a cluster, never too long.
    [Fact]
    public void No_sequence_of_keys_breaks_it()
    {
        string[] keys =
        [
            "Left", "Right", "Home", "End", "WordLeft", "WordRight", "Backspace", "Delete", "KillToEnd", "KillToStart",
            "KillWordLeft", "KillWordRight", "KillBlankWordLeft", "Yank",
        ];
        string[] pieces = ["a", " ", "/kick", "\u0301", "\u200D", "👍", "🏽", "🇩", "\uD83D", "한", "\u1161", "\r\n", "\0", "ö"];
        var random = new Random(20261121);
        var line = new LineEditor();
        for (int i = 0; i < 100_000; i++)
        {
            line = random.Next(2) == 0
                ? line.Insert(pieces[random.Next(pieces.Length)])
                : Apply(line, keys[random.Next(keys.Length)]);
            line = i % 200 == 0 ? new LineEditor() : line;
            Assert.InRange(Encoding.UTF8.GetByteCount(line.Text), 0, CommandLimits.MaxLineBytes);
            Assert.True(line.Cursor == line.Text.Length || StringInfo.ParseCombiningCharacters(line.Text).Contains(line.Cursor));
        }
    }

    private static LineEditor At(string text)
    {
        int cursor = text.IndexOf('|', StringComparison.Ordinal);
        return new LineEditor(text.Remove(cursor, 1), cursor);
    }

    private static LineEditor Apply(LineEditor line, string key) => key switch
    {
        "Left" => line.Left(),
        "Right" => line.Right(),
        "Home" => line.Home(),
        "End" => line.End(),
        "WordLeft" => line.WordLeft(),
        "WordRight" => line.WordRight(),
        "Backspace" => line.Backspace(),
        "Delete" => line.Delete(),
        "KillToEnd" => line.KillToEnd(),
        "KillToStart" => line.KillToStart(),
        "KillWordLeft" => line.KillWordLeft(),
        "KillWordRight" => line.KillWordRight(),
        "KillBlankWordLeft" => line.KillBlankWordLeft(),
        _ => line.Yank(),
    };
}
