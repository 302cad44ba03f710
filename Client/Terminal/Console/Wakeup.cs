using System.IO.Pipes;

namespace Mcu.Client.Terminal.Console;

// Ends a wait from another thread: a pipe, since that can be waited for together with a terminal. Set from any thread, never waits.
internal sealed class Wakeup : IDisposable
{
    private readonly AnonymousPipeServerStream _reader = new(PipeDirection.In);
    private readonly AnonymousPipeClientStream _writer;
    private int _isSet;

    public Wakeup() => _writer = new AnonymousPipeClientStream(PipeDirection.Out, _reader.ClientSafePipeHandle);

    public int Descriptor => (int)_reader.SafePipeHandle.DangerousGetHandle();

    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _writer.WriteByte(0);
        }
    }

    // By the one who waited, where the pipe has a byte. In this order nobody's Set is lost: one that comes between writes another.
    public void Reset()
    {
        Volatile.Write(ref _isSet, 0);
        _reader.ReadByte();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }
}
