using System.Collections.Concurrent;
using Mcu.Client.Control;

namespace Mcu.Client.Tests.Control;

// Answers as the test likes, and remembers what came.
internal sealed class FakeHandler : ICommandHandler
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public Func<string, CancellationToken, Task<CommandReply>> Answer { get; set; } =
        (_, _) => Task.FromResult(new CommandReply([]));

    public Task<CommandReply> RunAsync(string line, CancellationToken cancellationToken)
    {
        Lines.Enqueue(line);
        return Answer(line, cancellationToken);
    }
}
