using Mcu.Client.Terminal.Cells;

namespace Mcu.Client.Terminal.View;

// What looks how. Nothing is told by a colour alone: a terminal may have none.
internal static class Palette
{
    public static CellStyle Plain => CellStyle.Plain;

    public static CellStyle Strong { get; } = new(CellColor.Default, IsBold: true);

    public static CellStyle Quiet { get; } = new(CellColor.Default, IsDim: true);

    // Not bright black: some palettes have the background there.
    public static CellStyle Border { get; } = new(CellColor.Default, IsDim: true);

    public static CellStyle Heading { get; } = new(CellColor.Cyan);

    public static CellStyle Self { get; } = new(CellColor.Cyan, IsBold: true);

    public static CellStyle Talking { get; } = new(CellColor.Green);

    public static CellStyle TalkingName { get; } = new(CellColor.Green, IsBold: true);

    public static CellStyle Host { get; } = new(CellColor.Yellow);

    public static CellStyle Muted { get; } = new(CellColor.Red, IsDim: true);

    public static CellStyle Silenced { get; } = new(CellColor.Red);

    public static CellStyle Blocked { get; } = new(CellColor.Magenta);

    public static CellStyle Doubtful { get; } = new(CellColor.BrightYellow);

    public static CellStyle Good { get; } = new(CellColor.Green);

    public static CellStyle Warning { get; } = new(CellColor.Yellow);

    public static CellStyle Bad { get; } = new(CellColor.Red);

    public static CellStyle Question { get; } = new(CellColor.Yellow, IsBold: true);
}
