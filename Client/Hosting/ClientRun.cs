using System.Threading.Channels;
using Mcu.Client.Audio;
using Mcu.Client.Headless;
using Mcu.Client.Interactive;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Terminal;
using Mcu.Client.Trust;
using Mcu.Common.Opus;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;
using Microsoft.Extensions.Logging;

namespace Mcu.Client.Hosting;

// One run, from checked options to exit code: opens the files, joins, talks, does what it is told, leaves, reports. What happens goes
// to the screen or to output, what fails to errors.
internal sealed class ClientRun(ClientOptions options, ClientSurroundings surroundings, ILogger logger)
{
    // How long the room waits for the sound cards. Arbitrary; looking for them takes a second at most where all is well.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly InputLines _input = new(surroundings.Input);

    // Told as events once we are in the room; before that on standard error, too.
    private readonly Channel<string> _warnings = Channel.CreateUnbounded<string>();

    // Each is worth saying once, not at every return.
    private readonly HashSet<string> _told = [];

    // From then on standard error is no place to write to: a screen may stand there.
    private volatile bool _isInRoom;

    // Cancelling is to leave politely; it is not a failure.
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            OpusLibrary.EnsureLoaded();
            LoadedTransport transport = surroundings.LoadTransport();
            ClientLog.Carried(logger, transport.Description);
            using var sound = new CallSound(options, surroundings.OpenDevices);
            using var joiner = new Joiner(options, transport, TellAsync, logger) { FirstContact = FirstContact() };
            Conference conference = await Conference.JoinAsync(
                joiner.JoinAsync, surroundings.Time, Random.Shared, comesBack: !options.IsHeadless, cancellationToken)
                .ConfigureAwait(false);

            // Nobody is asked in the middle of a call.
            _isInRoom = true;
            joiner.FirstContact = new RefuseNew();
            await using (conference.ConfigureAwait(false))
            {
                return await TalkAsync(conference, sound, joiner, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (
            e is AudioFileException or OpusException or SessionException or TransportException or TrustException)
        {
            // A transport's sentence may hold the words of a peer that nobody has looked at yet.
            string sentence = e is TransportException ? SessionText.Clean(e.Message) : e.Message;
            ClientLog.Failed(logger, sentence);
            await surroundings.Errors.WriteLineAsync(sentence).ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // All that is left: whoever should read what happens is gone, or their disk is full, or it was closed from the start.
            await TryTellAsync($"Standard output cannot be written: {e.Message}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await surroundings.Errors.WriteLineAsync("stopped before joining").ConfigureAwait(false);
            return ExitCode.Normal;
        }
    }

    // A terminal that is closed takes both streams with it.
    private async Task TryTellAsync(string sentence)
    {
        try
        {
            await surroundings.Errors.WriteLineAsync(sentence).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            ClientLog.Failed(logger, e.Message);
        }
    }

    // A program cannot be asked, nor can who is not there.
    private IFirstContact FirstContact() =>
        options.Trust.AcceptNew ? new AcceptNew()
        : options.IsHeadless || !options.CanAsk ? new RefuseNew()
        : new AskNew(_input.ReadTextAsync, surroundings.Errors);

    private async Task TellAsync(TrustNotice notice)
    {
        if (!_told.Add(notice.Sentence))
        {
            return;
        }

        if (notice.IsWarning)
        {
            _warnings.Writer.TryWrite(notice.Sentence);
        }

        string line = notice.IsWarning ? $"Warning: {notice.Sentence}" : notice.Sentence;
        ClientLog.Told(logger, line);
        if (!_isInRoom)
        {
            await surroundings.Errors.WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    private async Task<int> TalkAsync(
        Conference conference, CallSound sound, Joiner joiner, CancellationToken cancellationToken)
    {
        // On a screen nobody could stop it with Ctrl+C: that comes when the call begins.
        await sound.OpenedAsync(Task.Delay(s_patience, surroundings.Time, cancellationToken)).ConfigureAwait(false);
        bool wantsScreen = !options.IsHeadless && !options.IsPlain && !cancellationToken.IsCancellationRequested;
        ITerminal? terminal = wantsScreen ? surroundings.OpenTerminal() : null;
        ScreenFace? screen = terminal is null
            ? null
            : new ScreenFace(terminal, options.Room, options.Name, options.MaxEvents, surroundings.Time);
        try
        {
            var call = new Call(options, surroundings, joiner.Transport, conference, sound, Presenter(screen), logger);
            SessionEnd end = await call.RunAsync(joiner, screen, _warnings.Reader, _input, cancellationToken).ConfigureAwait(false);
            if (screen is not null)
            {
                // What was on the screen is gone with it.
                await screen.DisposeAsync().ConfigureAwait(false);
                await surroundings.Output.WriteLineAsync(EndSentence.Of(end)).ConfigureAwait(false);
                await surroundings.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }

            return ExitCodeOf(end);
        }
        finally
        {
            if (screen is not null)
            {
                await screen.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private IPresenter Presenter(ScreenFace? screen) =>
        screen is not null ? screen.Presenter
        : options.IsHeadless ? new JsonPresenter(surroundings.Output, () => surroundings.Pacer.Now)
        : new PlainPresenter(surroundings.Output);

    private static int ExitCodeOf(SessionEnd end) => end.Kind switch
    {
        SessionEndKind.Left => ExitCode.Normal,
        SessionEndKind.ServerShutDown => ExitCode.ServerShutDown,
        SessionEndKind.Kicked => ExitCode.Kicked,
        _ => ExitCode.ConnectionLost,
    };
}
