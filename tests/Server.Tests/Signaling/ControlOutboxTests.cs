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

    public void Dispose() => _stream.Dispose();

    // Takes what is written at once, or once it is opened.
    private sealed class GatedStream : MemoryStream
    {
        private TaskCompletionSource _gate = new();
        private int _count;

        public GatedStream() => _gate.SetResult();

        public int YieldsEvery { get; set; } = int.MaxValue;

        public List<byte> Bytes { get; } = [];

        public List<string> Writes { get; } = [];

        public void Shut() => _gate = new TaskCompletionSource();

        public void Open() => _gate.SetResult();

        public void Break(Exception failure) => _gate.SetException(failure);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
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
