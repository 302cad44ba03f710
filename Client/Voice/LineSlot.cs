namespace Mcu.Client.Voice;

// Where one way's thread finds the line it is connected to, which others change while it runs. No lock: what is put in waits
// until the thread looks, and the thread lets go of what it had. Disposing is for when the thread has ended.
internal sealed class LineSlot : IDisposable
{
    private Change? _waiting;
    private VoiceLine? _line;

    // From any thread; null is to be connected to nobody.
    public void Put(VoiceLine? line) => Interlocked.Exchange(ref _waiting, new Change(line))?.Line?.LetGo();

    // For the way's own thread, once per step.
    public VoiceLine? Take()
    {
        if (Volatile.Read(ref _waiting) is not null && Interlocked.Exchange(ref _waiting, null) is { } change)
        {
            _line?.LetGo();
            _line = change.Line;
        }

        return _line;
    }

    public void Dispose()
    {
        Put(null);
        Take();
    }

    private sealed record Change(VoiceLine? Line);
}
