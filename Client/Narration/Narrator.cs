using System.Threading.Channels;
using Mcu.Client.Session;
using Microsoft.Extensions.Logging;

namespace Mcu.Client.Narration;

// Brings events and answers into one order before they are presented: an answer comes after every event that the server told
// before it. Any thread. Nothing is told after the end.
internal sealed class Narrator(ChannelReader<ConferenceEvent> events, IPresenter presenter, ILogger logger)
{
    private readonly Lock _lock = new();
    private bool _closed;

    // Tells events until there are no more.
    public async Task TellEventsAsync()
    {
        while (await events.WaitToReadAsync().ConfigureAwait(false))
        {
            lock (_lock)
            {
                TellWaiting();
            }
        }
    }

    public void Answer(CommandAnswer answer)
    {
        lock (_lock)
        {
            TellWaiting();
            if (!_closed)
            {
                presenter.Answered(answer);
            }
        }
    }

    public void Warn(string sentence)
    {
        lock (_lock)
        {
            TellWaiting();
            if (!_closed)
            {
                ClientLog.Told(logger, sentence);
                presenter.Warned(sentence);
            }
        }
    }

    public void Note(string sentence)
    {
        lock (_lock)
        {
            TellWaiting();
            if (!_closed)
            {
                ClientLog.Told(logger, sentence);
                presenter.Noted(sentence);
            }
        }
    }

    public void End(SessionEnd end, CallReport report)
    {
        lock (_lock)
        {
            TellWaiting();
            _closed = true;
            ClientLog.Told(logger, ProgressLine.Ended(end));
            presenter.Ended(end, report);
        }
    }

    private void TellWaiting()
    {
        while (!_closed && events.TryRead(out ConferenceEvent? happened))
        {
            if (ProgressLine.Of(happened) is { } line)
            {
                ClientLog.Told(logger, line);
            }

            presenter.Happened(happened);
        }
    }
}
