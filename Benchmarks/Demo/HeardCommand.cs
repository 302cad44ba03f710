using System.Globalization;
using System.Text.Json;

namespace Mcu.Benchmarks.Demo;

// `heard SERVER_OUTPUT PATH…`: who heard whom and how late, as a table; the server's own measure of its delay; and a verdict.
// PATH is what a participant's .spoken.wav, .heard.wav and .json begin with. Exit code 1 where a bound is broken.
internal static class HeardCommand
{
    // Of a talker's seconds, those that a listener must have heard, and those that one may hear of oneself by chance.
    private const double LeastShare = 0.6;
    private const double MostOwnShare = 0.1;

    // From mouth to ear without sound cards: what this project aims at, and what ITU-T G.114 takes for the most that a
    // conversation does not notice. A busy machine may miss the first; the second fails.
    private const double GoalMedianDelayMs = 80;
    private const double MostMedianDelayMs = 150;

    // Packet in to mixed packet out.
    private const double MostServerMedianMs = 25;
    private const double MostServerP99Ms = 45;

    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments.Length < 3)
        {
            errors.WriteLine("heard takes SERVER_OUTPUT PATH PATH…: the server's lines, and at least two participants.");
            return 1;
        }

        try
        {
            Participant[] people = [.. arguments[1..].Select(Participant.Read)];
            var broken = new List<string>();
            WriteTable(people, output, broken);
            WriteServer(File.ReadAllLines(arguments[0]), output, broken);
            foreach (string bound in broken)
            {
                errors.WriteLine($"FAILED: {bound}");
            }

            return broken.Count == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException)
        {
            errors.WriteLine($"The conference cannot be judged: {e.Message}");
            return 1;
        }
    }

    private static void WriteTable(Participant[] people, TextWriter output, List<string> broken)
    {
        int width = Math.Max(8, people.Max(person => person.Name.Length));
        string heads = $"{"talker".PadRight(width)}  {"listener".PadRight(width)}";
        output.WriteLine($"{heads}  heard  similarity  mouth to ear: median    p95    max");
        var all = new List<double>();
        foreach (Participant talker in people)
        {
            foreach (Participant listener in people)
            {
                Hearing hearing = Hearing.Measure(talker, listener);
                bool isSelf = ReferenceEquals(talker, listener);
                output.WriteLine(Row(talker, listener, hearing, isSelf, width));
                if (isSelf && hearing.Share > MostOwnShare)
                {
                    broken.Add(Text(
                        $"{talker.Name} heard their own voice ({hearing.Share:P0} of it; at most {MostOwnShare:P0} is chance)."));
                }
                else if (!isSelf)
                {
                    all.AddRange(hearing.DelaysMs);
                    if (hearing.Share < LeastShare)
                    {
                        broken.Add(Text(
                            $"{listener.Name} heard {hearing.Share:P0} of {talker.Name}; at least {LeastShare:P0} is wanted."));
                    }
                }
            }
        }

        double median = Hearing.Percentile([.. all.Order()], 0.5);
        output.WriteLine();
        output.WriteLine(Text(
            $"mouth to ear, all together: median {median:0.0} ms (goal {GoalMedianDelayMs:0}, bound {MostMedianDelayMs:0})"));
        if (median > MostMedianDelayMs)
        {
            broken.Add(Text($"the median from mouth to ear is {median:0.0} ms; at most {MostMedianDelayMs:0} is wanted."));
        }
    }

    private static string Row(Participant talker, Participant listener, Hearing hearing, bool isSelf, int width)
    {
        string names = $"{talker.Name.PadRight(width)}  {listener.Name.PadRight(width)}";
        string share = Text($"{100 * hearing.Share,4:0}%");
        if (isSelf)
        {
            return $"{names}  {share}  (oneself: must not be heard)";
        }

        double median = hearing.MedianDelayMs;
        double p95 = Hearing.Percentile(hearing.DelaysMs, 0.95);
        double most = Hearing.Percentile(hearing.DelaysMs, 1);
        return Text($"{names}  {share}  {hearing.Similarity,10:0.00}  {median,17:0.0} ms {p95,6:0.0} {most,6:0.0}");
    }

    private static void WriteServer(string[] lines, TextWriter output, List<string> broken)
    {
        double median = ValueOf(lines, "delay_ms_p50");
        double p99 = ValueOf(lines, "delay_ms_p99");
        output.WriteLine(Text($"added by the server: median {median:0.0} ms (bound {MostServerMedianMs:0})"));
        output.WriteLine(Text($"                     p99    {p99:0.0} ms (bound {MostServerP99Ms:0})"));
        if (!(median <= MostServerMedianMs))
        {
            broken.Add(Text($"the server added {median:0.0} ms in the median; at most {MostServerMedianMs:0} is wanted."));
        }

        if (!(p99 <= MostServerP99Ms))
        {
            broken.Add(Text($"the server added {p99:0.0} ms at the 99th percentile; at most {MostServerP99Ms:0} is wanted."));
        }
    }

    private static double ValueOf(string[] lines, string key) =>
        lines.FirstOrDefault(line => line.StartsWith($"{key} ", StringComparison.Ordinal)) is { } found
            ? double.Parse(found.AsSpan(key.Length + 1), CultureInfo.InvariantCulture)
            : throw new KeyNotFoundException($"the server did not print {key}.");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
