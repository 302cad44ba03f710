using System.Runtime.InteropServices;
using System.Text;
using Mcu.Client.Tests.Terminal.Console.Interop;

namespace Mcu.Client.Tests.Terminal.Console;

// A terminal whose screen and keyboard are the test: it reads what the program writes, when it likes to.
internal sealed unsafe class PseudoTerminal : IDisposable
{
    private const int PatienceMilliseconds = 20_000;

    private readonly int _master;
    private readonly List<byte> _read = [];
    private bool _isClosed;

    public PseudoTerminal(ushort columns, ushort rows)
    {
        _master = PtyCalls.posix_openpt(PtyCalls.O_RDWR);
        byte* name = stackalloc byte[128];
        ushort* size = stackalloc ushort[4] { rows, columns, 0, 0 };
        if (PtyCalls.grantpt(_master) != 0 || PtyCalls.unlockpt(_master) != 0 || PtyCalls.ptsname_r(_master, name, 128) != 0
            || PtyCalls.ioctl(_master, PtyCalls.TIOCSWINSZ, size) != 0)
        {
            throw new InvalidOperationException("This machine gives no pseudo-terminal.");
        }

        Path = Marshal.PtrToStringUTF8((nint)name)!;
    }

    // Of the device that a program opens.
    public string Path { get; }

    // Raw or not, with all that belongs to it.
    public byte[] Mode
    {
        get
        {
            byte[] mode = new byte[256];
            fixed (byte* termios = mode)
            {
                return PtyCalls.tcgetattr(_master, termios) == 0 ? mode : throw new InvalidOperationException("It has no mode.");
            }
        }
    }

    public void Type(string text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        while (!bytes.IsEmpty)
        {
            fixed (byte* buffer = bytes)
            {
                bytes = bytes[(int)PtyCalls.write(_master, buffer, (nuint)bytes.Length)..];
            }
        }
    }

    // Reads on until what was read from the very beginning ends so, and returns that.
    public byte[] ReadUntilEnd(string end)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(end);
        byte* buffer = stackalloc byte[4096];
        while (!_read.TakeLast(wanted.Length).SequenceEqual(wanted))
        {
            var poll = new PtyCalls.pollfd { fd = _master, events = PtyCalls.POLLIN };
            nint count = PtyCalls.poll(&poll, 1, PatienceMilliseconds) > 0 ? PtyCalls.read(_master, buffer, 4096) : 0;
            if (count <= 0)
            {
                throw new TimeoutException($"What was written never ends so. It was: {Encoding.UTF8.GetString([.. _read])}");
            }

            _read.AddRange(new ReadOnlySpan<byte>(buffer, (int)count));
        }

        return [.. _read];
    }

    // As when a window is closed or a connection lost.
    public void HangUp()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _ = PtyCalls.close(_master);
        }
    }

    public void Dispose() => HangUp();
}
