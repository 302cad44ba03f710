using Microsoft.Extensions.Logging;

namespace Mcu.Server.Tests.Admission;

// Keeps what is logged, for a test to read.
internal sealed class RecordedLog : ILogger
{
    public List<string> Warnings { get; } = [];

    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Lines)
        {
            Lines.Add(formatter(state, exception));
            if (logLevel >= LogLevel.Warning)
            {
                Warnings.Add(Lines[^1]);
            }
        }
    }
}
