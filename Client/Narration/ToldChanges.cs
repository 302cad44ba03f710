using Mcu.Client.Commands;
using Mcu.Client.Session;

namespace Mcu.Client.Narration;

// Which changes of a mute an event has told, so that the answer to whoever asked for it need not say the same again. Where nothing
// was to change there is no event, and the answer speaks. One call at a time.
internal sealed class ToldChanges
{
    private readonly Dictionary<ulong, string> _lines = [];

    public void Hear(ConferenceEvent happened)
    {
        if (happened is ConferenceEvent.InRoom { Happened: SessionEvent.MuteChanged changed })
        {
            _lines[changed.Who.Id] = ProgressLine.Mute(changed.Who);
        }
        else if (happened is ConferenceEvent.InRoom { Happened: SessionEvent.Left left })
        {
            _lines.Remove(left.Who.Id);
        }
        else if (happened is ConferenceEvent.Connected)
        {
            _lines.Clear();
        }
    }

    // The answer's lines that are still to be told.
    public IEnumerable<string> LinesOf(CommandAnswer answer)
    {
        ulong? about = answer.Command switch
        {
            Command.Mute => answer.Self?.Id,
            Command.ForceMute mute => mute.Peer.Id,
            _ => null,
        };
        string? told = about is { } id && _lines.Remove(id, out string? line) ? line : null;
        return AnswerLines.Of(answer).Where(line => line != told);
    }
}
