using System.Text;
using Mcu.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Tests.Hosting;

public sealed class ServerLoggingTests
{
    [Fact]
    public async Task Nobody_waits_for_a_log_that_nobody_reads()
    {
        using var stuck = new StuckWriter();
        TextWriter before = Console.Error;
        Console.SetError(stuck);
        using ILoggerFactory logs = ServerLogging.Create(LogLevel.Information);
        Console.SetError(before);
        ILogger log = logs.CreateLogger("test");
        Task flood = Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                log.Log(LogLevel.Information, 0, i, null, static (number, _) => $"line {number}");
            }
        });
        // Far longer than it takes; only a defect waits for so long.
        await flood.WaitAsync(TimeSpan.FromSeconds(30));
        stuck.Release();
    }

    // A pipe whose reader has stopped.
    private sealed class StuckWriter : TextWriter
    {
        private readonly ManualResetEventSlim _reads = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => _reads.Wait();

        public void Release() => _reads.Set();

        protected override void Dispose(bool disposing)
        {
            _reads.Set();
            base.Dispose(disposing);
        }
    }
}
