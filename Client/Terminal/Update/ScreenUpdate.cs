using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.Update;

// Pure: a model and a message to the next model and what is to be done. The same model comes back where nothing has changed that
// is shown.
internal static partial class ScreenUpdate
{
    private static readonly Effect[] s_none = [];

    public static (ScreenModel Model, IReadOnlyList<Effect> Effects) Apply(ScreenModel model, Message message) => message switch
    {
        Message.Typed(var input, var now) => Typed(model, input, now),
        Message.Joined joined => Only(model with { Room = joined.Room, Name = joined.Name }),
        Message.RosterChanged(var peers) => Only(model with { Peers = peers }),
        Message.Happened(var line) => Only(Happened(model, line)),
        Message.ConnectionChanged changed => Only(ConnectionChanged(model, changed)),
        // It may have been so before the talk key was pressed: whether that is held is not asked here.
        Message.VoiceChanged(var voice) => Only(voice == model.OwnVoice ? model : model with { OwnVoice = voice }),
        Message.Measured(var now) => Only(now == model.Measurements ? model : model with { Measurements = now }),
        Message.DevicesChanged devices =>
            Only(model with { InputDevices = devices.Inputs, OutputDevices = devices.Outputs }),
        Message.PanelAsked(var panel) => Only(Show(model, panel)),
        _ => Only(model),
    };

    private static (ScreenModel, IReadOnlyList<Effect>) Typed(ScreenModel model, TerminalInput input, long now) => input switch
    {
        TerminalInput.Pressed pressed => Pressed(model, pressed, now),
        TerminalInput.Pasted pasted => Only(Pasted(model, pasted.Text)),
        TerminalInput.Resized(var columns, var rows) => Only(model with { Columns = columns, Rows = rows }),
        TerminalInput.ReleasesReported => Only(model with { ReportsReleases = true }),
        TerminalInput.Continued => With(LetGo(model, out Effect[] up), [.. up, new Effect.Redraw()]),
        TerminalInput.Closed => With(model, new Effect.Leave()),
        _ => Only(model),
    };

    // Who reads what was before goes on reading it.
    private static ScreenModel Happened(ScreenModel model, EventLine line)
    {
        EventLog events = model.Events.Add(line);
        int below = model.EventsBelow == 0 ? 0 : Math.Min(model.EventsBelow + 1, events.Count - 1);
        return model with { Events = events, EventsBelow = below };
    }

    private static ScreenModel ConnectionChanged(ScreenModel model, Message.ConnectionChanged changed) =>
        model.Connection == changed.State && model.ConnectionSeconds == changed.Seconds
            ? model
            : model with { Connection = changed.State, ConnectionSeconds = changed.Seconds };

    private static ScreenModel Show(ScreenModel model, ShownPanel panel) => model with { Panel = panel, PanelAbove = 0 };

    private static (ScreenModel, IReadOnlyList<Effect>) Only(ScreenModel model) => (model, s_none);

    private static (ScreenModel, IReadOnlyList<Effect>) With(ScreenModel model, params Effect[] effects) => (model, effects);
}
