using Mcu.Client.Commands;
using Mcu.Client.Narration;
using Mcu.Client.Session;

namespace Mcu.Client.Headless;

// For people at a terminal: a line for everything that happens. Whoever talks is not told: it would be most of the lines.
internal sealed class PlainPresenter(TextWriter output) : IPresenter
{
    private string _last = "";

    public void Warned(string sentence) => Write(sentence);

    public void Noted(string sentence) => Write(sentence);

    public void Happened(ConferenceEvent happened)
    {
        if (ProgressLine.Of(happened) is { } line)
        {
            Write(line);
        }

        if (happened is ConferenceEvent.InRoom { Happened: SessionEvent.Joined })
        {
            Write("type /help for what can be asked for, /leave to leave");
        }
    }

    public void Answered(CommandAnswer answer)
    {
        foreach (string line in AnswerLines.Of(answer))
        {
            // The event before it may have said so already. Where nothing was to change there is no event.
            if (answer.Command is not (Command.Mute or Command.ForceMute) || line != _last)
            {
                Write(line);
            }
        }

        _last = "";
    }

    public void Ended(SessionEnd end, CallReport report) => Write(ProgressLine.Ended(end));

    private void Write(string line)
    {
        _last = line;
        output.WriteLine(line);
        output.Flush();
    }
}
