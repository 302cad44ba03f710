using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// Pure: where what stands on a screen of that size.
internal static class ScreenLayout
{
    public const int LeastColumns = 60;
    public const int LeastRows = 15;

    private const int InputRows = 3;

    // So wide that help beside the peers still has lines of some length.
    private const int WideColumns = 110;

    public static bool IsLargeEnough(ScreenModel model) => model.Columns >= LeastColumns && model.Rows >= LeastRows;

    public static Area Title(ScreenModel model) => new(0, 0, model.Columns, 1);

    public static Area Peers(ScreenModel model) => new(0, 1, PeersWidth(model), BodyRows(model));

    public static Area Events(ScreenModel model) =>
        new(PeersWidth(model), 1, model.Columns - PeersWidth(model), BodyRows(model));

    // What stands in the place of the events; help needs more of the screen where that is narrow.
    public static Area Side(ScreenModel model) => model.Panel == ShownPanel.Help && model.Columns < WideColumns
        ? new Area(0, 1, model.Columns, BodyRows(model))
        : Events(model);

    public static Area Input(ScreenModel model) => new(0, 1 + BodyRows(model), model.Columns, InputRows);

    public static Area Status(ScreenModel model) => new(0, model.Rows - 1, model.Columns, 1);

    private static int PeersWidth(ScreenModel model) => Math.Min((model.Columns / 4) + 13, 60);

    private static int BodyRows(ScreenModel model) => model.Rows - 2 - InputRows;
}
