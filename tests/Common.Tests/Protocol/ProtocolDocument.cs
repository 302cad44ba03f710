using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Protocol;

// docs/protocol.md as data: its fenced examples and its tables.
internal static partial class ProtocolDocument
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "protocol.md"));

    // An example: the JSON line that describes it, where there is one, and its bytes.
    public sealed record Example(JsonElement? Description, byte[] Bytes);

    public static IReadOnlyList<Example> Examples(string kind) =>
        [.. Fences().Matches(s_text).Where(fence => fence.Groups["kind"].Value == kind).Select(Read)];

    // What kinds of fences there are, in the order of the alphabet.
    public static IReadOnlyList<string> Kinds() =>
        [.. Fences().Matches(s_text).Select(fence => fence.Groups["kind"].Value).Distinct().Order(StringComparer.Ordinal)];

    // Rows of the form | number | `name` | …, of the table under that heading.
    public static IReadOnlyList<(int Number, string Name, string LastCell)> NumberedRows(string heading) =>
        [.. Rows().Matches(Section(heading)).Select(row => (
            int.Parse(row.Groups["number"].Value, CultureInfo.InvariantCulture),
            row.Groups["name"].Value,
            row.Groups["last"].Value.Trim()))];

    // Rows of the form | `Name` | number |.
    public static IReadOnlyDictionary<string, int> Limits() => LimitRows().Matches(Section("## Limits")).ToDictionary(
        row => row.Groups["name"].Value,
        row => int.Parse(row.Groups["number"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));

    // Headings of the form #### name, 0x01.
    public static IReadOnlyDictionary<string, int> MessageHeadings() => Headings().Matches(s_text).ToDictionary(
        heading => heading.Groups["name"].Value,
        heading => int.Parse(heading.Groups["number"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static string Section(string heading)
    {
        int begin = s_text.IndexOf(heading + "\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"docs/protocol.md has no heading {heading}");
        int end = s_text.IndexOf("\n#", begin + heading.Length, StringComparison.Ordinal);
        return end < 0 ? s_text[begin..] : s_text[begin..end];
    }

    private static Example Read(Match fence)
    {
        string[] lines = fence.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        bool described = lines[0].StartsWith('{');
        string hex = string.Concat(lines.Skip(described ? 1 : 0).Select(line => line.Split('#')[0]));
        return new Example(
            described ? JsonDocument.Parse(lines[0]).RootElement : null,
            Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^```(?<kind>[\w-]+)\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^\| (?<number>\d+) \| `(?<name>\w+)` \|(?:[^|\n]*\|)*?(?<last>[^|\n]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<number>[\d,]+) \|$", RegexOptions.Multiline)]
    private static partial Regex LimitRows();

    [GeneratedRegex(@"^#### (?<name>\w+), 0x(?<number>[0-9a-f]{2})$", RegexOptions.Multiline)]
    private static partial Regex Headings();
}
