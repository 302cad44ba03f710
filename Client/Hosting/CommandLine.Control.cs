using System.CommandLine;
using Mcu.Client.Control;

namespace Mcu.Client.Hosting;

// "mcu-client ctl COMMAND": for the hotkeys of a window manager. A server of this name is joined as ctl:4433.
internal sealed partial class CommandLine
{
    private readonly Argument<string[]> _words = new("COMMAND")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "What one would type there, with or without the slash: ptt down, mute, mute on, stats.",
    };

    private readonly Option<int?> _processId = new("--pid")
    {
        HelpName = "N",
        Description = "The client of this process number, and not the one that was started last.",
    };

    private readonly Option<bool> _allClients = new("--all")
    {
        Description = "Every client of this user.",
    };

    private Command MakeControl(ClientActions actions, TextWriter errors)
    {
        var control = new Command("ctl", "Hands a command to the client that was started last: ctl mute.")
        {
            _words, _processId, _allClients,
        };
        control.SetAction(result =>
        {
            if (result.GetValue(_processId) is not null && result.GetValue(_allClients))
            {
                errors.WriteLine("--pid and --all stand together; only one of them is allowed.");
                return ExitCode.Failed;
            }

            var request = new ControlRequest
            {
                Words = result.GetValue(_words) ?? [],
                ProcessId = result.GetValue(_processId),
                All = result.GetValue(_allClients),
            };
            return actions.Control(request, result.InvocationConfiguration.Output, errors);
        });
        return control;
    }
}
