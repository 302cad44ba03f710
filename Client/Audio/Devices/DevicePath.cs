namespace Mcu.Client.Audio.Devices;

// An open device with what stands between it and a frame of ours. One thread reads or writes frames between TryEnter and
// Leave; another may dispose at any time, which ends a waiting call at once and frees the rest when the frame is over.
// No lock, no allocation.
internal abstract class DevicePath(AudioDevice device, StreamFormat format) : IDisposable
{
    // One user is the owner, until it disposes.
    private int _users = 1;
    private int _disposed;

    public AudioDevice Device { get; } = device;

    public StreamFormat Format { get; } = format;

    // False once it is disposed.
    public bool TryEnter()
    {
        for (int users = Volatile.Read(ref _users); users > 0;)
        {
            int seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Free();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            End();
            Leave();
        }
    }

    // Ends a call that waits for the device; any thread.
    protected abstract void End();

    // Nobody is inside any more, and nobody will be.
    protected abstract void Free();
}
