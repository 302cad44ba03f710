using System.Runtime.InteropServices;
using Mcu.Client.Terminal.Console.Interop;

namespace Mcu.Client.Terminal.Console;

// Wall two: one open terminal. It is opened anew by its name, so that not waiting for it is a matter of this program's alone and
// never of the shell's. Any thread; nothing but Wait waits.
internal sealed unsafe class TerminalDevice : SafeHandle
{
    // Arbitrary: more than any screen has, so that nothing larger is ever allocated.
    private const int MaxColumns = 1000;
    private const int MaxRows = 500;

    private static readonly (int Columns, int Rows) s_usualSize = (80, 24);

    private readonly byte[] _stateBefore = new byte[LibC.SizeOfTermios];

    // Opened by Open.
    public TerminalDevice()
        : base(-1, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == -1;

    // Columns and rows, at least 1 each.
    public (int Columns, int Rows) Size
    {
        get
        {
            LibC.winsize size = default;
            bool isKnown = LibC.ioctl(this, LibC.TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
            return isKnown ? (Math.Min((int)size.ws_col, MaxColumns), Math.Min((int)size.ws_row, MaxRows)) : s_usualSize;
        }
    }

    // Whether the shell has put another program in front: then the terminal is not ours to change.
    public bool IsBehind => LibC.tcgetpgrp(this) is > 0 and var front && front != LibC.getpgrp();

    // The terminal that standard input and output both are; null where they are not or where it cannot be opened.
    public static TerminalDevice? OpenStandard()
    {
        if (LibC.isatty(0) == 0 || LibC.isatty(1) == 0)
        {
            return null;
        }

        // By its name it may be another user's (su), or not be seen (containers).
        byte* name = stackalloc byte[256];
        return (LibC.ttyname_r(0, name, 255) == 0 ? Open(Marshal.PtrToStringUTF8((nint)name)!) : null) ?? Open("/dev/tty");
    }

    // Null where it cannot be opened or is no terminal.
    public static TerminalDevice? Open(string path)
    {
        var device = new TerminalDevice();
        device.SetHandle(LibC.open(path, LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_NONBLOCK | LibC.O_CLOEXEC));
        fixed (byte* state = device._stateBefore)
        {
            if (!device.IsInvalid && LibC.tcgetattr(device, state) == 0)
            {
                return device;
            }
        }

        device.Dispose();
        return null;
    }

    // Every byte as it is typed, and none of it shown. Where the program is behind another it is stopped, until it is in front.
    public void MakeRaw()
    {
        byte* state = stackalloc byte[LibC.SizeOfTermios];
        _stateBefore.CopyTo(new Span<byte>(state, LibC.SizeOfTermios));
        LibC.cfmakeraw(state);
        _ = LibC.tcsetattr(this, LibC.TCSANOW, state);
    }

    // As it was when it was opened; what was typed and not read is forgotten.
    public void Restore()
    {
        _ = LibC.tcflush(this, LibC.TCIFLUSH);
        fixed (byte* state = _stateBefore)
        {
            _ = LibC.tcsetattr(this, LibC.TCSANOW, state);
        }
    }

    // How many bytes came, 0 where none are there yet; null: the terminal is gone.
    public int? Read(Span<byte> bytes)
    {
        fixed (byte* buffer = bytes)
        {
            nint count = LibC.read(this, buffer, (nuint)bytes.Length);
            return count > 0 ? (int)count : count < 0 && IsPassing(Marshal.GetLastPInvokeError()) ? 0 : null;
        }
    }

    // How many bytes the terminal took, 0 where it takes none now; null: it is gone.
    public int? Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* buffer = bytes)
        {
            nint count = LibC.write(this, buffer, (nuint)bytes.Length);
            return count >= 0 ? (int)count : IsPassing(Marshal.GetLastPInvokeError()) ? 0 : null;
        }
    }

    // Waits until it takes bytes. False: the time was up, or it is gone.
    public bool WaitToWrite(int milliseconds)
    {
        var poll = new LibC.pollfd { fd = (int)handle, events = LibC.POLLOUT };
        return LibC.poll(&poll, 1, milliseconds) >= 0 && (poll.revents & (LibC.POLLERR | LibC.POLLHUP | LibC.POLLNVAL)) == 0
            && poll.revents != 0;
    }

    // Waits until the terminal has bytes (where they are wanted) or takes some, until somebody wakes, or until the time is up
    // (milliseconds; −1: never).
    public void Wait(bool toRead, bool toWrite, Wakeup wakeup, int milliseconds)
    {
        LibC.pollfd* polls = stackalloc LibC.pollfd[2];
        polls[0] = new LibC.pollfd { fd = wakeup.Descriptor, events = LibC.POLLIN };
        polls[1] = new LibC.pollfd
        {
            fd = (int)handle,
            events = (short)((toRead ? LibC.POLLIN : 0) | (toWrite ? LibC.POLLOUT : 0)),
        };

        // A terminal that is gone is always ready; where nothing is wanted of it, it is not asked.
        _ = LibC.poll(polls, toRead || toWrite ? 2u : 1u, milliseconds);
        if (polls[0].revents != 0)
        {
            wakeup.Reset();
        }
    }

    protected override bool ReleaseHandle() => LibC.close((int)handle) == 0;

    private static bool IsPassing(int error) => error == LibC.EINTR || error == LibC.EAGAIN;
}
