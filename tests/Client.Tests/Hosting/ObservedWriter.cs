using System.Text;
using System.Text.Json;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

// Standard output of a run within the test's process, line by line; one can wait for a line. Any thread.
internal sealed class ObservedWriter : TextWriter
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly StringBuilder _line = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    // A pipe that nobody reads any more, or a full disk.
    public bool IsBroken { get; set; }

    public string[] Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public override void Write(char value)
    {
        if (IsBroken)
        {
            throw new IOException("No space left on device");
        }

        lock (_lock)
        {
            if (value != '\n')
            {
                _line.Append(value);
                return;
            }

            _lines.Add(_line.ToString());
            _line.Clear();
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    // Waits until such a line is written, or has been. The patience is only used up where a test fails.
    public async Task<string> LineAsync(Predicate<string> wanted)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lines.Find(wanted) is { } found)
                {
                    return found;
                }

                changed = _changed.Task;
            }

            if (await Task.WhenAny(changed, Task.Delay(TimeSpan.FromSeconds(20))) != changed)
            {
                Assert.Fail($"The line was not written. There is:\n{string.Join('\n', Lines)}");
            }
        }
    }

    // The JSON line with that value in that field.
    public async Task<JsonElement> JsonAsync(string field, object value)
    {
        string line = await LineAsync(line => Parse(line).TryGetProperty(field, out JsonElement found)
            && found.ToString() == value.ToString());
        return Parse(line);
    }

    public static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;
}
