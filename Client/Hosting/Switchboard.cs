using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Voice;

namespace Mcu.Client.Hosting;

// Connects the headset to each session as it comes, and to nobody while there is none; whoever presents is told after that.
internal sealed class Switchboard(IPresenter next) : IPresenter
{
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Headset? _headset;
    private Func<ConferenceSession, VoiceLine>? _makeLine;
    private volatile ConferenceSession? _session;
    private volatile VoiceLine? _line;

    // Completes with the first session.
    public Task Connected => _connected.Task;

    // The last ones; there are none before Connected.
    public ConferenceSession Session => _session ?? throw new InvalidOperationException("Nobody is connected yet.");

    public VoiceLine Line => _line ?? throw new InvalidOperationException("Nobody is connected yet.");

    // Before anything happens.
    public void Use(Headset headset, Func<ConferenceSession, VoiceLine> makeLine)
    {
        _headset = headset;
        _makeLine = makeLine;
    }

    public void Warned(string sentence) => next.Warned(sentence);

    public void Noted(string sentence) => next.Noted(sentence);

    public void Happened(ConferenceEvent happened)
    {
        switch (happened)
        {
            case ConferenceEvent.Connected connected:
                _line = _makeLine!(connected.Session);
                _session = connected.Session;
                _headset!.Connect(_line);
                _connected.TrySetResult();
                break;
            case ConferenceEvent.Lost:
                _headset!.Connect(null);
                break;
        }

        next.Happened(happened);
    }

    public void Answered(CommandAnswer answer) => next.Answered(answer);

    public void Ended(SessionEnd end, CallReport report) => next.Ended(end, report);
}
