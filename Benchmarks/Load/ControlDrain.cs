using System.Collections.Concurrent;

namespace Mcu.Benchmarks.Load;

// Reads everybody's control stream, and throws away what it says. A room of a thousand tells half a million times who has come; a
// task for each that reads on as it comes would cost more than the voice. So all are looked at a few times a second, and each gives
// what has come since.
internal sealed class ControlDrain : IAsyncDisposable
{
    // Well before a server takes anybody for a slow reader.
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(200);

    // Everybody's: nobody looks at what stands in it.
    private readonly byte[] _scratch = new byte[64 * 1024];
    private readonly ConcurrentQueue<Stream> _newcomers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private long _bytes;

    public ControlDrain() => _running = Task.Run(RunAsync);

    // Bytes read.
    public long Bytes => Volatile.Read(ref _bytes);

    public void Add(Stream control) => _newcomers.Enqueue(control);

    // Returns when nothing has come for so long, or the patience is over.
    public async Task QuietAsync(TimeSpan quiet, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (TimeSpan waited = default; waited < patience; waited += quiet)
        {
            long before = Bytes;
            await Task.Delay(quiet, cancellationToken);
            if (Bytes == before)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var reads = new List<(Stream Stream, Task<int> Read)>();
        using var timer = new PeriodicTimer(s_every);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                while (_newcomers.TryDequeue(out Stream? stream))
                {
                    reads.Add((stream, stream.ReadAsync(_scratch).AsTask()));
                }

                Sweep(reads);
            }
        }
        catch (OperationCanceledException)
        {
            // What still reads ends with its connection.
        }
    }

    private void Sweep(List<(Stream Stream, Task<int> Read)> reads)
    {
        for (int i = reads.Count - 1; i >= 0; i--)
        {
            (Stream stream, Task<int> read) = reads[i];
            while (read.IsCompleted)
            {
                // An end, of the stream or of the connection: whoever runs the load sees that the participant is gone.
                if (!read.IsCompletedSuccessfully || read.Result == 0)
                {
                    reads.RemoveAt(i);
                    break;
                }

                Volatile.Write(ref _bytes, _bytes + read.Result);
                read = stream.ReadAsync(_scratch).AsTask();
                reads[i] = (stream, read);
            }
        }
    }
}
