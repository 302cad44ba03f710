using System.Threading.Channels;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Input;

namespace Mcu.Client.Terminal;

// The terminal as the screen needs it. Its twin in tests is a list of what was drawn. Drawing: one caller at a time. Disposing
// gives the terminal back as it was, and may be done again.
internal interface ITerminal : IDisposable
{
    // Columns and rows now.
    (int Columns, int Rows) Size { get; }

    // Whether it can show more than ASCII.
    bool IsUnicode { get; }

    // Keys, pastes and what else happens, in order.
    ChannelReader<TerminalInput> Input { get; }

    // Shows the grid, writing only what differs from what is shown. The grid must not change afterwards.
    void Draw(CellGrid grid);

    // Forgets what is shown, so that the next Draw writes all of it.
    void Invalidate();

    // Gives the terminal back, stops the program as Ctrl+Z would, and takes the terminal again when it goes on.
    void Suspend();
}
