using Mcu.Server.Signaling;

namespace Mcu.Server.Tests.Signaling;

public sealed class ControlOutboxTests : IDisposable
{
    private readonly ControlOutbox _outbox = new(maxFrames: 8, maxBytes: 100);
    private readonly GatedStream _stream = new();

    [Fact]
    public void Where_nothing_waits_a_frame_is_written_by_whoever_puts_it_in()
    {
        Task draining = _outbox.DrainAsync(_stream);

        Assert.True(_outbox.TryEnqueue([1, 2]));
        Assert.True(_outbox.TryEnqueue([3]));

        Assert.Equal(["1 2", "3"], _stream.Writes);
        Assert.Equal(0, _outbox.WaitingBytes);
        Assert.False(draining.IsCompleted);
    }

    [Fact]
    public async Task What_comes_while_the_stream_waits_goes_out_behind_it_in_one_write()
    {
        Task draining = _outbox.DrainAsync(_stream);
        _stream.Shut();
        _outbox.TryEnqueue([1]);
        _outbox.TryEnqueue([2]);
        _outbox.TryEnqueue([3, 4]);
        Assert.Equal(["1"], _stream.Writes);
        Assert.Equal(4, _outbox.WaitingBytes);

        _outbox.Complete();
        Assert.False(_outbox.TryEnqueue([5]));
        _stream.Open();
        await draining.WaitAsync(TestPeer.Patience);

        Assert.Equal(["1", "2 3 4"], _stream.Writes);
        Assert.Equal(0, _outbox.WaitingBytes);
    }

    [Fact]
    public void What_comes_before_there_is_a_stream_waits_for_it()
    {
        _outbox.TryEnqueue([1]);
        _outbox.TryEnqueue([2]);

        _ = _outbox.DrainAsync(_stream);

        Assert.Equal(["1 2"], _stream.Writes);
    }

    [Fact]
    public void More_frames_or_bytes_than_may_wait_are_refused()
    {
        _ = _outbox.DrainAsync(_stream);
        _stream.Shut();
        Assert.True(_outbox.TryEnqueue(new byte[60]));
        Assert.False(_outbox.TryEnqueue(new byte[41]));
        for (int i = 0; i < 7; i++)
        {
            Assert.True(_outbox.TryEnqueue([1]));
        }

        Assert.False(_outbox.TryEnqueue([1]));
        Assert.Equal(67, _outbox.WaitingBytes);
    }

    [Fact]
    public async Task Who_waits_for_room_goes_on_when_little_waits()
    {
        _ = _outbox.DrainAsync(_stream);
        _stream.Shut();
        _outbox.TryEnqueue([1]);
        Assert.True(_outbox.WhenRoomyAsync().IsCompleted);
        _outbox.TryEnqueue([2]);
        _outbox.TryEnqueue([3]);
        Task roomy = _outbox.WhenRoomyAsync();
        Assert.False(roomy.IsCompleted);

        _stream.Open();
        await roomy.WaitAsync(TestPeer.Patience);
    }

    [Fact]
    public async Task What_the_stream_throws_comes_through_and_nobody_is_left_waiting()
    {
        Task draining = _outbox.DrainAsync(_stream);
        _stream.Shut();
        for (int i = 0; i < 5; i++)
        {
            _outbox.TryEnqueue([1]);
        }

        Task roomy = _outbox.WhenRoomyAsync();
        _stream.Break(new IOException("gone"));

        Assert.Equal("gone", (await Assert.ThrowsAsync<IOException>(() => draining.WaitAsync(TestPeer.Patience))).Message);
        await roomy.WaitAsync(TestPeer.Patience);
        Assert.True(_outbox.TryEnqueue([1]));
        Assert.Single(_stream.Writes);
    }

    [Fact]
    public async Task Many_threads_frames_come_whole_and_each_threads_in_order()
    {
        const int Threads = 4;
        const int Frames = 5_000;
        var outbox = new ControlOutbox(maxFrames: Threads * Frames, maxBytes: 4 * Threads * Frames);
        _stream.YieldsEvery = 7;
        Task draining = outbox.DrainAsync(_stream);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Frames; i++)
            {
                Assert.True(outbox.TryEnqueue([(byte)thread, (byte)(i >> 8), (byte)i]));
            }
        })));
        outbox.Complete();
        await draining.WaitAsync(TestPeer.Patience);

        int[] next = new int[Threads];
        byte[] all = [.. _stream.Bytes];
        Assert.Equal(3 * Threads * Frames, all.Length);
        foreach (byte[] frame in all.Chunk(3))
        {
            Assert.Equal(next[frame[0]]++, (frame[1] << 8) | frame[2]);
        }
    }

    // Several threads, a small outbox, a stream that stalls at random: what was taken comes once and in order, what was refused never.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_taken_is_written_and_what_is_refused_is_not(int seed)
    {
        const int Threads = 4;
        const int Frames = 10_000;
        _stream.YieldsEvery = 1 + seed;
        List<int>[] taken = [.. Enumerable.Range(0, Threads).Select(_ => new List<int>())];
        Task draining = Task.CompletedTask;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            var random = new Random((10 * seed) + thread);
            for (int i = 0; i < Frames; i++)
            {
                // Of one thread the stream comes late, and one waits for room as a session does.
                if (thread == 0 && i == 20)
                {
                    draining = _outbox.DrainAsync(_stream);
                }

                if (thread == 1 && random.Next(4) == 0)
                {
                    await _outbox.WhenRoomyAsync();
                }

                byte[] frame = [(byte)(3 + random.Next(10)), (byte)thread, (byte)(i >> 8), (byte)i, .. new byte[9]];
                if (_outbox.TryEnqueue(frame[..(frame[0] + 1)]))
                {
                    taken[thread].Add(i);
                }
            }
        })));
        _outbox.Complete();
        Assert.False(_outbox.TryEnqueue([1]));
        await draining.WaitAsync(TestPeer.Patience);

        List<int>[] written = [.. Enumerable.Range(0, Threads).Select(_ => new List<int>())];
        for (int at = 0; at < _stream.Bytes.Count; at += _stream.Bytes[at] + 1)
        {
            written[_stream.Bytes[at + 1]].Add((_stream.Bytes[at + 2] << 8) | _stream.Bytes[at + 3]);
        }

        Assert.Equal(taken, written);
        Assert.Equal(0, _outbox.WaitingBytes);
        Assert.True(_outbox.WhenRoomyAsync().IsCompleted);
    }

    [Fact]
    public async Task A_stream_that_puts_in_what_it_is_asked_for_while_it_writes_keeps_the_order()
    {
        Task draining = _outbox.DrainAsync(_stream);
        _stream.Writing = count =>
        {
            if (count <= 3)
            {
                Assert.True(_outbox.TryEnqueue([(byte)(10 * count)]));
            }
        };
        Assert.True(_outbox.TryEnqueue([1]));
        _outbox.Complete();
        await draining.WaitAsync(TestPeer.Patience);

        Assert.Equal(["1", "10", "20", "30"], _stream.Writes);
    }

    [Fact]
    public async Task A_stream_that_throws_at_once_fails_what_drains_and_not_who_puts_in()
    {
        Task draining = _outbox.DrainAsync(_stream);
        _stream.Writing = static _ => throw new IOException("gone");

        Assert.True(_outbox.TryEnqueue([1]));
        Assert.True(_outbox.TryEnqueue([2]));
        _outbox.Complete();

        Assert.Equal("gone", (await Assert.ThrowsAsync<IOException>(() => draining.WaitAsync(TestPeer.Patience))).Message);
        Assert.True(_outbox.WhenRoomyAsync().IsCompleted);
        Assert.Empty(_stream.Writes);
    }

    [Fact]
    public async Task An_outbox_that_is_complete_before_it_has_a_stream_is_written_all_the_same()
    {
        _outbox.TryEnqueue([1]);
        _outbox.Complete();

        await _outbox.DrainAsync(_stream).WaitAsync(TestPeer.Patience);

        Assert.Equal(["1"], _stream.Writes);
    }

    public void Dispose() => _stream.Dispose();

    // Takes what is written at once, or once it is opened.
    private sealed class GatedStream : MemoryStream
    {
        private TaskCompletionSource _gate = new();
        private int _count;

        public GatedStream() => _gate.SetResult();

        public int YieldsEvery { get; set; } = int.MaxValue;

        // Told the number of each write, before it is done.
        public Action<int>? Writing { get; set; }

        public List<byte> Bytes { get; } = [];

        public List<string> Writes { get; } = [];

        public void Shut() => _gate = new TaskCompletionSource();

        public void Open() => _gate.SetResult();

        public void Break(Exception failure) => _gate.SetException(failure);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writing?.Invoke(_count + 1);
            Writes.Add(string.Join(' ', buffer.ToArray()));
            Bytes.AddRange(buffer.ToArray());
            if (++_count % YieldsEvery == 0)
            {
                await Task.Yield();
            }

            await _gate.Task;
        }
    }
}
