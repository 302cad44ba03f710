using System.Text;
using Mcu.Common.Configuration.Toml;
using Xunit;

namespace Mcu.Common.Tests.Configuration.Toml;

// What the language does not allow, where that is, and what is said about it.
public class TomlErrorTests
{
    [Theory]
    // Lines
    [InlineData("a = 1 b = 2", 1, 7)]
    [InlineData("a", 1, 2)]
    [InlineData("a\n= 1", 1, 2)]
    [InlineData("a =", 1, 4)]
    [InlineData("a =\n1", 1, 4)]
    [InlineData("= 1", 1, 1)]
    [InlineData("a = 1\rb = 2", 1, 6)]
    [InlineData("a = 1\r", 1, 6)]
    [InlineData("# \u0001", 1, 3)]
    [InlineData("# \u007F", 1, 3)]
    [InlineData("# a\rb", 1, 4)]
    [InlineData("a = 1 # \0", 1, 9)]
    [InlineData("a = 1\n\uFEFFb = 2", 2, 1)]
    [InlineData("\fa = 1", 1, 1)]
    [InlineData("a\u00A0= 1", 1, 2)]
    // Keys
    [InlineData("é = 1", 1, 1)]
    [InlineData("a b = 1", 1, 3)]
    [InlineData("a. = 1", 1, 4)]
    [InlineData(".a = 1", 1, 1)]
    [InlineData("a..b = 1", 1, 3)]
    [InlineData("a\n.b = 1", 1, 2)]
    [InlineData("\"a = 1", 1, 1)]
    [InlineData("'a\n' = 1", 1, 1)]
    [InlineData("\"\"\"a\"\"\" = 1", 1, 3)]
    [InlineData("\"\\x\" = 1", 1, 2)]
    [InlineData("a+b = 1", 1, 2)]
    public void Lines_and_keys(string document, int line, int column) => Refuses(document, line, column);

    [Theory]
    [InlineData("yes")]
    [InlineData("True")]
    [InlineData("truer")]
    [InlineData("Inf")]
    [InlineData("NaN")]
    [InlineData("nil")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1__0")]
    [InlineData("01")]
    [InlineData("+01")]
    [InlineData("-")]
    [InlineData("++1")]
    [InlineData("1-1")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("0x8000000000000000")]
    [InlineData("0x")]
    [InlineData("0xg")]
    [InlineData("0x_1")]
    [InlineData("0x1_")]
    [InlineData("+0x1")]
    [InlineData("-0b1")]
    [InlineData("0X1")]
    [InlineData("0o8")]
    [InlineData("0b2")]
    [InlineData("0b")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("1.e1")]
    [InlineData("1._1")]
    [InlineData("1_.1")]
    [InlineData("01.1")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1.1")]
    [InlineData("1e_1")]
    [InlineData("1.1.1")]
    [InlineData("--inf")]
    [InlineData("infinity")]
    [InlineData("1979-5-27")]
    [InlineData("1979-02-29")]
    [InlineData("1979-13-01")]
    [InlineData("1979-00-01")]
    [InlineData("1979-01-32")]
    [InlineData("0000-01-01")]
    [InlineData("1979-05-27T")]
    [InlineData("1979-05-27T07:32")]
    [InlineData("1979-05-27T24:00:00")]
    [InlineData("1979-05-27T07:60:00")]
    [InlineData("1979-05-27T23:59:60Z")]
    [InlineData("1979-05-27T07:32:00.")]
    [InlineData("1979-05-27T07:32:00.Z")]
    [InlineData("1979-05-27T07:32:00+24:00")]
    [InlineData("1979-05-27T07:32:00+01:60")]
    [InlineData("1979-05-27T07:32:00+0100")]
    [InlineData("1979-05-27T07:32:00Zz")]
    [InlineData("1979-05-27Z")]
    [InlineData("1979-05-27 7:32:00")]
    [InlineData("07:32")]
    [InlineData("7:32:00")]
    [InlineData("07:32:00Z")]
    [InlineData("07:32:0")]
    public void Bare_values(string written) => Refuses($"\nkey = {written}", 2, 7);

    [Theory]
    [InlineData("\"", 5)]
    [InlineData("\"a\nb\"", 5)]
    [InlineData("\"a\r\nb\"", 5)]
    [InlineData("\"a\rb\"", 7)]
    [InlineData("\"\u0001\"", 6)]
    [InlineData("\"\u007F\"", 6)]
    [InlineData("\"\\a\"", 6)]
    [InlineData("\"\\x41\"", 6)]
    [InlineData("\"\\e\"", 6)]
    [InlineData("\"\\ \"", 6)]
    [InlineData("\"\\", 6)]
    [InlineData("\"\\u12\"", 6)]
    [InlineData("\"\\u 123\"", 6)]
    [InlineData("\"\\uD800\"", 6)]
    [InlineData("\"\\uDFFF\"", 6)]
    [InlineData("\"\\U00110000\"", 6)]
    [InlineData("\"\\UFFFFFFFF\"", 6)]
    [InlineData("\"\\U0001D11\"", 6)]
    [InlineData("'a", 5)]
    [InlineData("'a\n'", 5)]
    [InlineData("'\u001F'", 6)]
    [InlineData("'it's'", 9)]
    [InlineData("\"\"\"a", 5)]
    [InlineData("\"\"\"a\"\"", 5)]
    [InlineData("\"\"\"a\\", 9)]
    [InlineData("\"\"\"a\"\"\"\"\"\"", 14)]
    [InlineData("\"\"\"a \\ b\"\"\"", 10)]
    [InlineData("\"\"\"a\rb\"\"\"", 9)]
    [InlineData("\"\"\"\0\"\"\"", 8)]
    [InlineData("'''a", 5)]
    [InlineData("'''a''''''", 14)]
    [InlineData("\"a\" \"b\"", 9)]
    public void Strings(string written, int column) => Refuses($"a = {written}", 1, column);

    [Theory]
    [InlineData("a = [", 1, 6)]
    [InlineData("a = [1", 1, 7)]
    [InlineData("a = [1 2]", 1, 8)]
    [InlineData("a = [,]", 1, 6)]
    [InlineData("a = [1,,2]", 1, 8)]
    [InlineData("a = [1,\n\n b]", 3, 2)]
    [InlineData("a = [1]]", 1, 8)]
    [InlineData("a = [x = 1]", 1, 6)]
    [InlineData("a = {", 1, 6)]
    [InlineData("a = {x = 1", 1, 11)]
    [InlineData("a = {x = 1,}", 1, 12)]
    [InlineData("a = {,}", 1, 6)]
    [InlineData("a = {x = 1 y = 2}", 1, 12)]
    [InlineData("a = {\nx = 1}", 1, 6)]
    [InlineData("a = {x = 1\n}", 1, 11)]
    [InlineData("a = {x = 1, # no\n y = 2}", 1, 13)]
    [InlineData("a = {x}", 1, 7)]
    [InlineData("a = {x = 1, x = 2}", 1, 13)]
    [InlineData("a = {x = 1, x.y = 2}", 1, 13)]
    [InlineData("a = {x.y = 1, x = 2}", 1, 15)]
    [InlineData("a = {x = {}, x.y = 2}", 1, 14)]
    [InlineData("a = }", 1, 5)]
    public void Arrays_and_inline_tables(string document, int line, int column) => Refuses(document, line, column);

    [Theory]
    // Headers
    [InlineData("[]", 1, 2)]
    [InlineData("[a", 1, 3)]
    [InlineData("[a\n]", 1, 3)]
    [InlineData("[a] b = 1", 1, 5)]
    [InlineData("[a]]", 1, 4)]
    [InlineData("[a.]", 1, 4)]
    [InlineData("[a b]", 1, 4)]
    [InlineData("[[a]", 1, 4)]
    [InlineData("[[a] ]", 1, 4)]
    [InlineData("[ [a]]", 1, 3)]
    [InlineData("[[]]", 1, 3)]
    // Twice the same
    [InlineData("a = 1\na = 2", 2, 1)]
    [InlineData("a = 1\n'a' = 2", 2, 1)]
    [InlineData("a = 1\na.b = 2", 2, 1)]
    [InlineData("a.b = 1\na = 2", 2, 1)]
    [InlineData("a.b = 1\na.b.c = 2", 2, 3)]
    [InlineData("a.b.c = 1\na.b = 2", 2, 3)]
    [InlineData("a = {}\na.b = 1", 2, 1)]
    [InlineData("a = []\na.b = 1", 2, 1)]
    [InlineData("[a]\n[a]", 2, 2)]
    [InlineData("[a]\nb = 1\n[a.b]", 3, 4)]
    [InlineData("[a]\nb = 1\n[a.b.c]", 3, 4)]
    [InlineData("a = 1\n[a]", 2, 2)]
    [InlineData("a = {}\n[a]", 2, 2)]
    [InlineData("a = {}\n[a.b]", 2, 2)]
    [InlineData("a.b = 1\n[a]", 2, 2)]
    [InlineData("[a]\nb.c = 1\n[a.b]", 3, 4)]
    [InlineData("[a]\nb.c.d = 1\n[a.b.c]", 3, 6)]
    [InlineData("[a.b]\n[a]\nb.c = 1", 3, 1)]
    [InlineData("[a.b.c]\n[a]\nb.c.d = 1", 3, 1)]
    [InlineData("[a.b.c]\n[a]\nb.x = 1", 3, 1)]
    [InlineData("[a.b]\nx.y = 1\n[a]\n[a.b]", 4, 4)]
    [InlineData("a = []\n[[a]]", 2, 3)]
    [InlineData("a = [{}]\n[a.b]", 2, 2)]
    [InlineData("[a]\n[[a]]", 2, 3)]
    [InlineData("[a.b]\n[[a]]", 2, 3)]
    [InlineData("[[a]]\n[a]", 2, 2)]
    [InlineData("[[a]]\nx = 1\nx = 2", 3, 1)]
    [InlineData("[[a.b]]\n[a]\nb.c = 1", 3, 1)]
    [InlineData("[[a]]\n[[a.b]]\n[a.b]", 3, 4)]
    [InlineData("[[a]]\nb = 1\n[[a.b]]", 3, 5)]
    public void Tables(string document, int line, int column) => Refuses(document, line, column);

    [Theory]
    [InlineData("a = 1\na = 2", "f.toml:2:1: \"a\" is the whole number 1 already, from line 1; a key may*")]
    [InlineData("[t]\n[t]", "f.toml:2:2: \"t\" is a table already, from line 1; a table is defined once, and in one place")]
    [InlineData("a = 1 2", "f.toml:1:7: '2' stands here; allowed is the end of the line or a comment")]
    [InlineData("a = ", "f.toml:1:5: the end of the file stands here; allowed is a value: text in quotes, a number,*")]
    [InlineData("a = yes", "f.toml:1:5: yes is no value; allowed is a value: text in quotes,*")]
    [InlineData("a = 1e", "f.toml:1:5: 1e is no number; allowed are whole numbers such as 42,*")]
    [InlineData("a = \"x", "f.toml:1:5: this string does not end on its line; \" must close it")]
    [InlineData("a = '\u0007'", "f.toml:1:6: the control character U+0007 stands here; allowed is any character but*")]
    [InlineData("[a\n", "f.toml:1:3: the end of the line stands here; allowed is ] after the name of the table")]
    public void What_stood_there_and_what_is_allowed(string document, string sentence)
    {
        string message = Assert.Throws<TomlException>(() => TomlDocument.Parse(document, "f.toml")).Message;
        if (sentence.EndsWith('*'))
        {
            Assert.StartsWith(sentence[..^1], message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(sentence, message);
        }
    }

    // A column is a character, whatever it takes in memory; a line ends at a line feed.
    [Fact]
    public void Columns_count_characters() => Refuses("'é' = 1\r\n\"𝄞𝄞\" = x", 2, 8);

    [Theory]
    [InlineData(new byte[] { 0x61, 0x3D, 0x22, 0xFF, 0x22 }, 1, 4)]
    [InlineData(new byte[] { 0x23, 0x0A, 0x23, 0xC3 }, 2, 2)]
    [InlineData(new byte[] { 0x23, 0xED, 0xA0, 0x80 }, 1, 2)]
    [InlineData(new byte[] { 0x23, 0xC0, 0x80 }, 1, 2)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, 1, 1)]
    public void Bytes_that_are_no_UTF_8(byte[] bytes, int line, int column)
    {
        TomlException refusal = Assert.Throws<TomlException>(() => TomlDocument.Parse(bytes, "f.toml"));

        Assert.Equal((line, column), (refusal.Location.Line, refusal.Location.Column));
        Assert.Contains("UTF-8", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Refuses("# \uD834", 1, 3);
        Refuses("# 𝄞\uDD1E", 1, 4);
    }

    [Fact]
    public void Size_and_depth_are_bounded()
    {
        string longest = "#" + new string('x', TomlLimits.MaxBytes - 1);
        TomlDocument.Parse(longest, "f.toml");
        Refuses(longest + "x", 1, 1);
        Assert.Throws<TomlException>(() => TomlDocument.Parse(Encoding.UTF8.GetBytes(longest + "x"), "f.toml"));

        TomlDocument.Parse($"a = {Nested(TomlLimits.MaxDepth - 1, "[", "]")}", "f.toml");
        Refuses($"a = {Nested(TomlLimits.MaxDepth, "[", "]")}", 1, 4 + TomlLimits.MaxDepth);
        Refuses($"a = {Nested(100_000, "[", "]")}", 1, 4 + TomlLimits.MaxDepth);
        Refuses($"a = {Nested(100_000, "{a=", "}")}", 1, 3 + (3 * (TomlLimits.MaxDepth / 2)));
        string deepest = string.Join('.', Enumerable.Repeat("a", TomlLimits.MaxDepth));
        TomlDocument.Parse($"{deepest} = 1", "f.toml");
        TomlDocument.Parse($"[{deepest}]", "f.toml");
        Refuses($"{deepest}.a = 1", 1, (2 * TomlLimits.MaxDepth) + 1);
        Refuses($"[{deepest}]\na = 1", 2, 1);
    }

    [Theory]
    [InlineData("a = {0}")]
    [InlineData("a = 1{0}")]
    [InlineData("a = 1979-05-27{0}")]
    [InlineData("{0} = 1\n{0} = 2")]
    [InlineData("\"😀{0}\" = 1\n\"😀{0}\" = 2")]
    public void A_word_as_long_as_the_document_is_cut(string document)
    {
        string text = document.Replace("{0}", new string('x', 100_000), StringComparison.Ordinal);

        string message = Assert.Throws<TomlException>(() => TomlDocument.Parse(text, "f.toml")).Message;

        Assert.InRange(message.Length, 1, 500);
        Assert.Contains("…; ", message, StringComparison.Ordinal);
    }

    private static string Nested(int depth, string open, string close) =>
        string.Concat(Enumerable.Repeat(open, depth)) + string.Concat(Enumerable.Repeat(close, depth));

    private static void Refuses(string document, int line, int column)
    {
        TomlException refusal = Assert.Throws<TomlException>(() => TomlDocument.Parse(document, "f.toml"));

        Assert.Equal((line, column), (refusal.Location.Line, refusal.Location.Column));
        Assert.StartsWith($"f.toml:{line}:{column}: ", refusal.Message, StringComparison.Ordinal);
    }
}
