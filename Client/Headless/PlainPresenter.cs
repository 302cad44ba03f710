using Mcu.Client.Narration;
using Mcu.Client.Session;

namespace Mcu.Client.Headless;

// For people at a terminal: a line for everything that happens. Whoever talks is not told: it would be most of the lines.
internal sealed class PlainPresenter(TextWriter output) : IPresenter
{
    private readonly ToldChanges _told = new();

    public void Warned(string sentence) => Write(sentence);

    public void Noted(string sentence) => Write(sentence);

    public void Happened(ConferenceEvent happened)
    {
        if (ProgressLine.Of(happened) is { } line)
        {
            Write(line);
        }

        _told.Hear(happened);
        if (happened is ConferenceEvent.InRoom { Happened: SessionEvent.Joined })
        {
            Write("type /help for what can be asked for, /leave to leave");
        }
    }

    public void Answered(CommandAnswer answer)
    {
        foreach (string line in _told.LinesOf(answer))
        {
            Write(line);
        }
    }

    public void Ended(SessionEnd end, CallReport report) => Write(ProgressLine.Ended(end));

    private void Write(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
