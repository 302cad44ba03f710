using System.Globalization;
using Mcu.Common.Files;
using Microsoft.Extensions.Logging;

namespace Mcu.Client.Hosting;

// A logger that appends lines to a file: time in UTC, level, text. Any thread. A file that cannot be written later on (a full
// disk) is given up on: a log is not worth a conversation.
internal sealed class LogFile : ILogger, IDisposable
{
    private readonly Lock _lock = new();
    private StreamWriter? _writer;

    private LogFile(StreamWriter writer) => _writer = writer;

    // Throws FormatException, as any flag does that holds what it must not.
    public static LogFile Append(string path)
    {
        try
        {
            return new LogFile(new StreamWriter(path, append: true) { AutoFlush = true });
        }
        catch (Exception e) when (FileReason.IsOne(e))
        {
            throw new FormatException($"--log-file is \"{path}\", which cannot be written: {FileReason.Of(e, path)}.", e);
        }
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        string line = $"{time} {logLevel} {formatter(state, exception)}";
        lock (_lock)
        {
            try
            {
                _writer?.WriteLine(line);
            }
            catch (IOException)
            {
                _writer = null;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }
}
