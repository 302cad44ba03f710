namespace Mcu.EndToEnd.Tests.Processes;

// A real "mcu-client ctl", as a window manager starts it. Runtime: the folder where clients listen.
internal sealed class ControlProcess : ProgramProcess
{
    public ControlProcess(IEnumerable<string> words, string runtime)
        : base("mcu-client", ["ctl", .. words], new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = runtime })
    {
    }
}
