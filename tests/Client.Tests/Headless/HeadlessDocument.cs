using System.Globalization;
using System.Text.RegularExpressions;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Headless;

// docs/headless.md as data: its JSON lines and its tables.
internal static partial class HeadlessDocument
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "headless.md"));

    // Every example, in the order of the document.
    public static IReadOnlyList<string> Examples { get; } =
    [
        .. Fences().Matches(s_text).SelectMany(
            fence => fence.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
    ];

    // The rows of the tables under that heading, cell by cell, without backquotes.
    public static IReadOnlyList<string[]> Rows(string heading)
    {
        int begin = s_text.IndexOf(heading + "\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"docs/headless.md has no heading {heading}");
        int end = s_text.IndexOf("\n#", begin + heading.Length, StringComparison.Ordinal);
        string[] lines = s_text[begin..(end < 0 ? s_text.Length : end)].Split('\n');
        return [.. lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(Cells)];
    }

    public static IReadOnlyList<int> ExitCodes { get; } =
        [.. ExitCodeRows().Matches(s_text).Select(row => int.Parse(row.Groups["code"].Value, CultureInfo.InvariantCulture))];

    private static string[] Cells(string row) =>
    [
        .. row.Replace("\\|", "\u0001", StringComparison.Ordinal)[1..^1].Split('|').Select(
            cell => cell.Replace('\u0001', '|').Replace("`", "", StringComparison.Ordinal).Trim()),
    ];

    [GeneratedRegex(@"^\| (?<code>\d) \|", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRows();

    [GeneratedRegex(@"^```json\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();
}
