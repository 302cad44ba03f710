using System.IO.Pipes;

namespace Mcu.Client.Terminal.Console;

// Ends a wait from another thread: a pipe, since that can be waited for together with a terminal. Set from any thread, never waits.
internal sealed class Wakeup : IDisposable
{
    private readonly AnonymousPipeServerStream _reader = new(PipeDirection.In);
    private readonly AnonymousPipeClientStream _writer;
    private readonly Lock _lock = new();
    private bool _isSet;
    private bool _isDisposed;

    public Wakeup() => _writer = new AnonymousPipeClientStream(PipeDirection.Out, _reader.ClientSafePipeHandle);

    public int Descriptor => (int)_reader.SafePipeHandle.DangerousGetHandle();

    // A signal may still be on its way when nobody waits any more.
    public void Set()
    {
        lock (_lock)
        {
            if (!_isSet && !_isDisposed)
            {
                _isSet = true;
                _writer.WriteByte(0);
            }
        }
    }

    // By the one who waited, where the pipe has a byte.
    public void Reset()
    {
        lock (_lock)
        {
            _isSet = false;
            _reader.ReadByte();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _writer.Dispose();
            _reader.Dispose();
        }
    }
}
