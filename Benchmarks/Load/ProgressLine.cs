using System.Diagnostics;
using System.Globalization;

namespace Mcu.Benchmarks.Load;

// How far the run is, on standard error: a bar where that is a terminal, otherwise a line now and then. Thread: any.
internal sealed class ProgressLine(TextWriter output, bool isTerminal)
{
    private const int BarWidth = 30;
    private const int LineWidth = 78;

    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_lineEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private string _phase = "";
    private long _shownAt;

    // What stands before every phase, such as the step of a ramp.
    public string Prefix { get; set; } = "";

    public void Show(string phase, int done, int all)
    {
        lock (_lock)
        {
            bool isNew = phase != _phase || done == all;
            if (!isNew && Stopwatch.GetElapsedTime(_shownAt) < (isTerminal ? s_redraw : s_lineEvery))
            {
                return;
            }

            _phase = phase;
            _shownAt = Stopwatch.GetTimestamp();
            if (isTerminal)
            {
                output.Write($"\r{Line(phase, done, all).PadRight(LineWidth)}");
            }
            else
            {
                output.WriteLine(Line(phase, done, all).TrimEnd());
            }

            output.Flush();
        }
    }

    // Takes the bar away.
    public void Clear()
    {
        lock (_lock)
        {
            if (isTerminal && _phase.Length > 0)
            {
                output.Write($"\r{new string(' ', LineWidth)}\r");
                output.Flush();
            }

            _phase = "";
        }
    }

    private string Line(string phase, int done, int all)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{phase} {done}/{all}");
        int filled = all == 0 ? BarWidth : (int)((long)BarWidth * done / all);
        return isTerminal ? $"[{new string('#', filled).PadRight(BarWidth, '-')}] {text}" : text;
    }
}
