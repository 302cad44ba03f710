using System.Runtime.InteropServices;
using Mcu.Client.Terminal.Console.Interop;

namespace Mcu.Client.Terminal.Console;

// Sends elsewhere what native libraries write to descriptor 2 while the screen is up (ALSA and JACK do, when they look for devices).
// Begin and End by one caller at a time.
internal sealed class StandardErrorDetour(SafeHandle? target)
{
    private const int StandardError = 2;

    private int _kept = -1;

    // Nothing happens where it goes to no terminal anyway: then somebody wants it.
    public void Begin()
    {
        if (_kept >= 0 || LibC.isatty(StandardError) == 0)
        {
            return;
        }

        int nothing = target is null ? LibC.open("/dev/null", LibC.O_RDWR | LibC.O_CLOEXEC) : -1;
        int to = target is null ? nothing : (int)target.DangerousGetHandle();
        if (to >= 0)
        {
            _kept = LibC.dup(StandardError);
            _ = LibC.dup2(to, StandardError);
        }

        if (nothing >= 0)
        {
            _ = LibC.close(nothing);
        }
    }

    public void End()
    {
        if (_kept >= 0)
        {
            _ = LibC.dup2(_kept, StandardError);
            _ = LibC.close(_kept);
            _kept = -1;
        }
    }
}
