using System.Text;
using Mcu.Client.Terminal.Input;

namespace Mcu.Client.Terminal.Console;

// What makes a terminal a screen of ours and back. Terminals ignore what they do not know.
internal static class TerminalSequences
{
    // The other screen; what is written stays in its order (ECMA-48's BDSM, mode 8: else a terminal that turns right-to-left
    // names around takes the borders and numbers beside them along); no wrapping at the right edge, where widths are disputed;
    // pastes in brackets; keys by the kitty protocol; then what of that is spoken, and last who the terminal is, which all of
    // them answer: after it no answer comes any more.
    public static byte[] Enter { get; } =
        Encoding.ASCII.GetBytes($"\e[?1049h\e[8l\e[?25l\e[?7l\e[?2004h\e[>{KittyKeys.WantedFlags}u\e[?u\e[c\e[2J");

    // The same when it may have been entered already: the protocol's flags would pile up.
    public static byte[] EnterAgain { get; } = [.. "\e[<u"u8, .. Enter];

    // Ends a sequence or frame that was cut off, takes everything back, and leaves a clean screen where there is only one. Keys
    // and keypad go back to normal, too: the runtime's console changes them when a question is asked before the call, for good.
    public static byte[] Leave { get; } =
        [.. "\e[?2026l\e[m\e[<u\e[?2004l\e[?7h\e[8h\e[?1l\e>\e[2J\e[H\e[?1049l\e[?25h"u8];
}
