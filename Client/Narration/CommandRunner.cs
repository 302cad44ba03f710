using Mcu.Client.Commands;
using Mcu.Client.Session;

namespace Mcu.Client.Narration;

// Carries out what stands on standard input, a line after the other, and has each one answered. Requests do not wait for one
// another, so that a server that is slow to answer stops nobody from leaving. One reader; answers come from any thread.
internal sealed class CommandRunner(ConferenceSession session, Narrator narrator)
{
    public const string StillSilenced = "the host still silences you";

    private readonly TaskCompletionSource _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<Task> _unanswered = [];

    // Completes when somebody asked to leave, or nobody can be answered any more.
    public Task Leaving => _leaving.Task;

    // Reads to the end of the input, which is no reason to leave, or until we leave: what stands after that is not carried out.
    public async Task ReadAsync(InputLines lines)
    {
        try
        {
            while (!Leaving.IsCompleted
                && await lines.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } line && !session.Ended.IsCompleted)
            {
                Start(line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // An input that cannot be read says nothing more.
        }
    }

    // Waits until what was asked for is answered; at the session's end everything is.
    public Task AllAnsweredAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_unanswered);
        }
    }

    private void Start(InputLine line)
    {
        IReadOnlyList<Peer> peers = [.. session.Roster.Present.Select(someone => new Peer(someone.Id, someone.Name))];
        Command? command = line.Text is { } text ? CommandParser.Parse(text, peers) : CommandParser.LineTooLong;
        if (command is null)
        {
            return;
        }

        Task answered = AnswerAsync(line.Number, command);
        lock (_lock)
        {
            _unanswered.RemoveAll(task => task.IsCompletedSuccessfully);
            _unanswered.Add(answered);
        }
    }

    private async Task AnswerAsync(long line, Command command)
    {
        try
        {
            await RunAsync(line, command).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever should read the answer is gone; AllAnsweredAsync tells.
            _leaving.TrySetResult();
            throw;
        }
    }

    private async Task RunAsync(long line, Command command)
    {
        var done = new CommandAnswer(line, command, Ok: true);
        switch (command)
        {
            case Command.Mute mute:
                RequestOutcome muted = await session.MuteAsync(mute.On ?? !session.Microphone.IsMuted).ConfigureAwait(false);
                narrator.Answer(AfterMute(done, muted));
                break;
            case Command.Kick kick:
                narrator.Answer(After(done, await session.KickAsync(kick.Peer.Id, kick.Reason).ConfigureAwait(false)));
                break;
            case Command.ForceMute mute:
                RequestOutcome silenced = await session.ForceMuteAsync(mute.Peer.Id, mute.Muted).ConfigureAwait(false);
                narrator.Answer(After(done with { Whom = session.Roster.Find(mute.Peer.Id) }, silenced));
                break;
            case Command.Block block:
                narrator.Answer(After(done, await session.BlockAsync(block.Peer.Id, block.Blocked).ConfigureAwait(false)));
                break;
            case Command.Who:
                narrator.Answer(done with { Present = session.Roster.Present });
                break;
            case Command.Leave:
                narrator.Answer(done);
                _leaving.TrySetResult();
                break;
            case Command.Refused refused:
                string why = SessionText.Clean(refused.Sentence);
                narrator.Answer(done with { Ok = false, Code = CodeNames.Of(refused.Code), Sentence = why });
                break;
            case Command.Help:
                narrator.Answer(done);
                break;
            default:
                string code = CodeNames.Of(RefusalCode.NoSoundCard);
                narrator.Answer(done with { Ok = false, Code = code, Sentence = WithoutSoundCard(command) });
                break;
        }
    }

    private static string WithoutSoundCard(Command command) =>
        $"/{command.Name} is about a sound card and the screen; this client runs without them.";

    private static CommandAnswer After(CommandAnswer done, RequestOutcome outcome) =>
        outcome.IsDone ? done : done with { Ok = false, Code = CodeNames.Of(outcome), Sentence = outcome.Sentence };

    private CommandAnswer AfterMute(CommandAnswer done, RequestOutcome outcome)
    {
        Participant? self = session.Roster.Self;
        bool isMuted = session.Microphone.IsMuted;
        bool stillSilenced = outcome.IsDone && !isMuted && self is { IsForceMuted: true };
        return After(done with { Self = self, IsMuted = isMuted, Sentence = stillSilenced ? StillSilenced : null }, outcome);
    }
}
