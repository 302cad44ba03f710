using Mcu.Common.Transport.Backends;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Transport.Backends;

// docs/transport.md and the list of backends know the same ones.
public class TransportDocumentTests
{
    private static readonly string[] s_lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "transport.md"));

    [Fact]
    public void Every_word_of_the_setting_has_its_row() => Assert.Equal(
        TransportBackends.Words.Select(word => $"`{word.Word}`"), Table("## Which one").Skip(2).Select(row => row[0]));

    [Theory]
    [InlineData("## What each needs")]
    [InlineData("## What each cannot do")]
    public void Every_backend_has_its_column(string heading)
    {
        string[][] table = Table(heading);
        Assert.Equal(
            TransportBackends.All.Select(backend => backend.Name).Order(StringComparer.Ordinal),
            table[0].Skip(1).Order(StringComparer.Ordinal));
        Assert.All(table, row => Assert.Equal(table[0].Length, row.Length));
    }

    // The first table under that heading, its head included, cell by cell.
    private static string[][] Table(string heading) =>
    [
        .. s_lines.SkipWhile(line => line != heading)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];
}
