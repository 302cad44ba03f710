using System.Threading.Channels;

namespace Mcu.Server.Signaling;

// Carries who is heard from the mixing thread, which must not wait for the lobby's lock, to those who are to be told. As many rooms
// wait at most as there are; while nobody begins or stops to talk, nothing runs. Thread: any posts.
internal sealed class TalkerNews : IAsyncDisposable
{
    private readonly Channel<LiveRoom> _rooms =
        Channel.CreateUnbounded<LiveRoom>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Action<LiveRoom> _tell;
    private readonly Task _telling;

    // `tell` must not throw.
    public TalkerNews(Action<LiveRoom> tell)
    {
        _tell = tell;
        _telling = Task.Run(TellAsync);
    }

    // Says that this room's talkers have changed. Nothing where this was disposed of.
    public void Post(LiveRoom room) => _rooms.Writer.TryWrite(room);

    public async ValueTask DisposeAsync()
    {
        _rooms.Writer.TryComplete();
        await _telling;
    }

    private async Task TellAsync()
    {
        await foreach (LiveRoom room in _rooms.Reader.ReadAllAsync())
        {
            _tell(room);
        }
    }
}
