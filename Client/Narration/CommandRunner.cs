using Mcu.Client.Commands;
using Mcu.Client.Session;

namespace Mcu.Client.Narration;

// Carries out lines, whoever typed them, and has each one answered. Requests do not wait for one another, so that a server that is
// slow to answer stops nobody from leaving. Lines may come from several sides; answers come from any thread.
internal sealed class CommandRunner(Conference conference, ICallDesk desk, Narrator narrator)
{
    public const string StillSilenced = "the host still silences you";

    private const string NotConnected = "There is no connection to the server just now; it is being tried again.";

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
                && await lines.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } line
                && !conference.Ended.IsCompleted)
            {
                _ = RunAsync(line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // An input that cannot be read says nothing more.
        }
    }

    // Carries out one line; null where it is blank. Completes with the answer when that has been told. IsAside: what only asks is
    // answered to the asker alone.
    public Task<CommandAnswer?> RunAsync(InputLine line, bool isAside = false)
    {
        IReadOnlyList<Participant> present = conference.Session?.Roster.Present ?? [];
        IReadOnlyList<Peer> peers = [.. present.Select(someone => new Peer(someone.Id, someone.Name))];
        Command? command = line.Text is { } text ? CommandParser.Parse(text, peers) : CommandParser.LineTooLong;
        if (command is null)
        {
            return Task.FromResult<CommandAnswer?>(null);
        }

        Task<CommandAnswer?> answered = AnswerAsync(line.Number, command, isAside);
        lock (_lock)
        {
            _unanswered.RemoveAll(task => task.IsCompletedSuccessfully);
            _unanswered.Add(answered);
        }

        return answered;
    }

    // Waits until what was asked for is answered; at the end of the stay everything is.
    public Task AllAnsweredAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_unanswered);
        }
    }

    private async Task<CommandAnswer?> AnswerAsync(long line, Command command, bool isAside)
    {
        try
        {
            CommandAnswer answer = await CarryAsync(new CommandAnswer(line, command, Ok: true)).ConfigureAwait(false);
            if (!isAside || !IsQuestion(command))
            {
                narrator.Answer(answer);
            }

            if (command is Command.Leave)
            {
                _leaving.TrySetResult();
            }

            return answer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever should read the answer is gone; AllAnsweredAsync tells.
            _leaving.TrySetResult();
            throw;
        }
    }

    private async Task<CommandAnswer> CarryAsync(CommandAnswer done)
    {
        switch (done.Command)
        {
            case Command.Mute mute:
                bool wanted = mute.On ?? !conference.IsMuted;
                return AfterMute(done, wanted, await conference.MuteAsync(wanted).ConfigureAwait(false));
            case Command.Leave or Command.Help:
                return done;
            // Nobody is here whom a name could be compared with.
            case Command.Refused { Code: RefusalCode.NoSuchParticipant } when conference.Session is null:
                return Refuse(done, CodeNames.Of(RefusalCode.NotConnected), NotConnected);
            case Command.Refused refused:
                return Refuse(done, CodeNames.Of(refused.Code), SessionText.Clean(refused.Sentence));
            case Command.Kick or Command.ForceMute or Command.Block or Command.Who:
                return conference.Session is { } session
                    ? await AskAsync(session, done).ConfigureAwait(false)
                    : Refuse(done, CodeNames.Of(RefusalCode.NotConnected), NotConnected);
            default:
                DeskAnswer answer = desk.Carry(done.Command);
                return answer.Code is { } code
                    ? Refuse(done, code, string.Join(' ', answer.Lines))
                    : done with { Lines = answer.Lines };
        }
    }

    private static bool IsQuestion(Command command) => command is
        Command.Who or Command.Help or Command.Statistics or Command.Devices or Command.Invite or Command.Refused
        or Command.Mode { To: null };

    private static async Task<CommandAnswer> AskAsync(ConferenceSession session, CommandAnswer done)
    {
        switch (done.Command)
        {
            case Command.Kick kick:
                return After(done, await session.KickAsync(kick.Peer.Id, kick.Reason).ConfigureAwait(false));
            case Command.ForceMute mute:
                RequestOutcome silenced = await session.ForceMuteAsync(mute.Peer.Id, mute.Muted).ConfigureAwait(false);
                return After(done with { Whom = session.Roster.Find(mute.Peer.Id) }, silenced);
            case Command.Block block:
                return After(done, await session.BlockAsync(block.Peer.Id, block.Blocked).ConfigureAwait(false));
            default:
                return done with { Present = session.Roster.Present };
        }
    }

    private static CommandAnswer Refuse(CommandAnswer done, string code, string sentence) =>
        done with { Ok = false, Code = code, Sentence = sentence };

    private static CommandAnswer After(CommandAnswer done, RequestOutcome outcome) =>
        outcome.IsDone ? done : done with { Ok = false, Code = CodeNames.Of(outcome), Sentence = outcome.Sentence };

    // What is done is told as it was asked for: the next mute may be on its way already.
    private CommandAnswer AfterMute(CommandAnswer done, bool wanted, RequestOutcome outcome)
    {
        Participant? self = conference.Session?.Roster.Self;
        bool isMuted = outcome.IsDone ? wanted : conference.IsMuted;
        bool stillSilenced = outcome.IsDone && !isMuted && self is { IsForceMuted: true };
        return After(done with { Self = self, IsMuted = isMuted, Sentence = stillSilenced ? StillSilenced : null }, outcome);
    }
}
