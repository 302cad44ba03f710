using System.Globalization;

namespace Mcu.Benchmarks.Load;

// The `key value` lines of a server: what docs/server.md lists. Pure.
internal sealed class ServerLines(IEnumerable<string> lines)
{
    private readonly Dictionary<string, string> _values = lines
        .Select(line => line.Split(' ', 2))
        .Where(parts => parts.Length == 2)
        .GroupBy(parts => parts[0])
        .ToDictionary(group => group.Key, group => group.Last()[1]);

    public static ServerLines None { get; } = new([]);

    public string? Text(string key) => _values.GetValueOrDefault(key);

    // Null where the server does not print it.
    public double? Number(string key) =>
        Text(key) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : null;
}
