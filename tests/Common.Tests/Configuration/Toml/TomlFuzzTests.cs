using System.Text;
using Mcu.Common.Configuration.Toml;
using Mcu.Common.Tests.Protocol;
using Xunit;

namespace Mcu.Common.Tests.Configuration.Toml;

// Whatever the bytes are: tables, or the one declared exception with a place in the document.
public class TomlFuzzTests
{
    private const int Inputs = 100_000;

    // Every construct of the language, so that a change of a few bytes meets each of them.
    private static readonly byte[][] s_valid =
    [
        .. new[]
        {
            "title = \"TOML \\u00e9\" # comment\n'lit' = 'C:\\x'\na.b . \"c\" = 1_000\n",
            "s = \"\"\"\none \\\n  two\"\"\"\nt = '''\nx'y'''\nu = \"\\\"\\\\\\U0001D11E\"\n",
            "i = [0xff, 0o17, 0b1, -5, +0, 9223372036854775807]\nf = [1.5, 2e-3, inf, -nan, 1_0.0_1]\nb = [true, false]\n",
            "d = [1979-05-27T07:32:00.5Z, 1979-05-27 07:32:00-07:00, 1979-05-27, 07:32:00.25, ]\r\n",
            "p = { x = 1, y.z = [ {}, { q = 'é' } ] }\n[t]\n[t.u]\nx.y = 2\n[[l]]\nn = 1\n[[l]]\n[l.m]\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void Broken_documents_are_answered_with_the_one_exception()
    {
        var fuzz = new Fuzz(41);
        int read = 0;
        for (int i = 0; i < Inputs; i++)
        {
            read += Survives(i % 16 == 0 ? fuzz.Noise(64) : fuzz.Mutate(s_valid[i % s_valid.Length])) ? 1 : 0;
        }

        Assert.InRange(read, Inputs / 50, Inputs);
    }

    // From the language's own alphabet, so that more of it is nearly right.
    [Fact]
    public void Shuffled_pieces_are_answered_with_the_one_exception()
    {
        string[] pieces =
        [
            "a", "b", ".", "=", " ", "\n", "\r\n", "[", "]", "[[", "]]", "{", "}", ",", "\"", "'", "\"\"\"", "'''", "\\",
            "\\u0041", "#", "1", "0x", "_", "-", "+", "e", ":", "1979-05-27", "T", "07:32:00", "Z", "inf", "nan", "true",
            "a = 1\n", "[a]\n", "é",
        ];
        var fuzz = new Fuzz(42);
        for (int i = 0; i < Inputs; i++)
        {
            IEnumerable<string> chosen = Enumerable.Range(0, 1 + fuzz.Next(16)).Select(_ => pieces[fuzz.Next(pieces.Length)]);
            Survives(Encoding.UTF8.GetBytes(string.Concat(chosen)));
        }
    }

    private static bool Survives(byte[] document)
    {
        try
        {
            TomlDocument.Parse(document, "fuzz.toml");
            return true;
        }
        catch (TomlException refusal)
        {
            Assert.StartsWith($"fuzz.toml:{refusal.Location.Line}:", refusal.Message, StringComparison.Ordinal);
            return false;
        }
    }
}
