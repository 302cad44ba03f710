using Mcu.Client.Control;
using Mcu.Client.Narration;

namespace Mcu.Client.Hosting;

// What is asked for from outside: "mcu-client ctl".
internal sealed partial class Call : ICommandHandler
{
    private ControlListener? _control;

    // From another program of our user's.
    public async Task<CommandReply> RunAsync(string line, CancellationToken cancellationToken)
    {
        CommandAnswer? answer = await _commands.RunAsync(new InputLine(0, line), isAside: true).WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return answer switch
        {
            null => CommandReply.Refused("The line is blank."),
            { Ok: false } => CommandReply.Refused(answer.Sentence ?? ""),
            _ => new CommandReply([.. AnswerLines.Of(answer)], null),
        };
    }

    // A call without hotkeys is a call all the same.
    private void OpenControl()
    {
        if (_options.IsHeadless || _surroundings.ControlFolder is not { } path)
        {
            return;
        }

        try
        {
            _control = ControlListener.Open(ControlFolder.Make(path), Environment.ProcessId, this, _surroundings.Time);
        }
        catch (ControlException e)
        {
            _narrator.Warn(e.Message);
        }
    }

    private async Task CloseControlAsync()
    {
        if (_control is not null)
        {
            await _control.DisposeAsync().ConfigureAwait(false);
        }
    }
}
