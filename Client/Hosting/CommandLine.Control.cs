using System.CommandLine;
using System.Globalization;
using Mcu.Client.Control;

namespace Mcu.Client.Hosting;

// "mcu-client ctl COMMAND": for the hotkeys of a window manager. A server of this name is joined as ctl:4433.
internal sealed partial class CommandLine
{
    private readonly Argument<string[]> _words = new("COMMAND")
    {
        Arity = ArgumentArity.ZeroOrMore, // whether there is one is asked below: the library's own sentence helps nobody
        Description = "What one would type there, with or without the slash: ptt down, mute, mute on, stats.",
    };

    private readonly Option<string?> _processId = new("--pid")
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
            try
            {
                return actions.Control(ReadControl(result), result.InvocationConfiguration.Output, errors);
            }
            catch (FormatException e)
            {
                errors.WriteLine(e.Message);
                return ExitCode.Failed;
            }
        });
        return control;
    }

    private ControlRequest ReadControl(ParseResult result)
    {
        string? id = result.GetValue(_processId);
        OnlyOne((_processId.Name, id is not null), (_allClients.Name, result.GetValue(_allClients)));
        int number = 0;
        if (id is not null && !(int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0))
        {
            throw Bad(_processId.Name, id, "a process number, as ps prints it");
        }

        return new ControlRequest
        {
            Words = result.GetValue(_words) is { Length: > 0 } words ? words
                : throw new FormatException("COMMAND is missing: mcu-client ctl COMMAND, such as mcu-client ctl mute."),
            ProcessId = id is null ? null : number,
            All = result.GetValue(_allClients),
        };
    }
}
