using System.Globalization;
using Mcu.EndToEnd.Tests.Processes;
using Mcu.EndToEnd.Tests.Processes.Interop;
using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests.Terminal;

// The real client with its screen, as a person has it: started by a line typed into a shell, in a terminal. It has a data
// directory, a runtime directory and a log of its own, and plays into a file.
internal sealed class ScreenClient : IAsyncDisposable
{
    // What a client that is to listen only is started with.
    public const string Listening = "--no-mic";

    private readonly TemporaryFolder _folder;

    private ScreenClient(TemporaryFolder folder, TmuxScreen screen)
    {
        _folder = folder;
        Screen = screen;
    }

    public TmuxScreen Screen { get; }

    // All of its log so far; empty before it has one.
    public string Log => File.Exists(_folder["log"]) ? File.ReadAllText(_folder["log"]) : "";

    // Only the shell so far. Environment: as for TmuxScreen.
    public static async Task<ScreenClient> OpenAsync(
        ServerProcess server, int columns, int rows, Dictionary<string, string>? environment = null)
    {
        var folder = new TemporaryFolder();
        var variables = new Dictionary<string, string>(environment ?? [])
        {
            ["HOST"] = BuiltProgram.Host,
            ["CLIENT"] = BuiltProgram.PathOf("mcu-client"),
            ["FOLDER"] = folder.Path,
            ["SERVER"] = $"{server.EndPoint}",
            ["FINGERPRINT"] = $"{server.Fingerprint}",
            ["INVITE"] = await server.ValueAsync("invite"),
            ["XDG_RUNTIME_DIR"] = folder.Path,
            ["USUAL"] = $"--data-dir {folder["data"]} --log-file {folder["log"]} --output {folder["heard.wav"]}",
        };
        TmuxScreen screen = await TmuxScreen.StartAsync(columns, rows, variables);
        await screen.EnterAsync("alias client='\"$HOST\" \"$CLIENT\"'; before=$(stty -g)");
        return new ScreenClient(folder, screen);
    }

    // A shell and the client in it, in the room and on the screen.
    public static async Task<ScreenClient> JoinAsync(
        ServerProcess server, string name, int columns = 80, int rows = 24, string arguments = Listening,
        Dictionary<string, string>? environment = null)
    {
        ScreenClient client = await OpenAsync(server, columns, rows, environment);
        try
        {
            await client.StartAsync($"$SERVER lobby {name} --cert-hash $FINGERPRINT $USUAL {arguments}");
            await client.SeesTheRoomAsync();
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    // Types this after the program's name.
    public Task StartAsync(string arguments) => Screen.EnterAsync($"clear; client {arguments}");

    public async Task<string> SeesTheRoomAsync()
    {
        await Screen.BecomesAsync("#{alternate_on}", "1");
        return await Screen.SeesAsync("joined lobby as ");
    }

    // A row of that panel's that somebody's name stands in, and this.
    public Task<string> SeesPeerAsync(string name, string how) => Screen.SeesAsync(
        text => IsPeerIn(text, name, how), $"\"{how}\" beside {name}");

    public Task<string> NoLongerSeesPeerAsync(string name, string how = "") => Screen.SeesAsync(
        text => !IsPeerIn(text, name, how), $"no \"{how}\" beside {name}");

    private static bool IsPeerIn(string text, string name, string how) => Frames.PeersIn(text).Any(
        row => row.Contains(name, StringComparison.Ordinal) && row.Contains(how, StringComparison.Ordinal));

    // The first row: who we are, and how we stand.
    public Task<string> SeesTitleAsync(string part) => Screen.SeesAsync(
        text => text.Split('\n')[0].Contains(part, StringComparison.Ordinal), $"\"{part}\" in the title");

    public Task<string> NoLongerSeesTitleAsync(string part) => Screen.SeesAsync(
        text => !text.Split('\n')[0].Contains(part, StringComparison.Ordinal), $"no \"{part}\" in the title");

    // "mcu-client ctl" with these words, for this client.
    public async Task<(int ExitCode, string Output, string Errors)> ControlAsync(params string[] words)
    {
        await using var control = new ControlProcess(words, _folder.Path);
        int code = await control.ExitCodeAsync();
        return (code, string.Join('\n', control.Output), string.Join('\n', control.Errors));
    }

    // What the shell has started and not seen the end of.
    public async Task SignalAsync(int signal)
    {
        string shell = await Screen.AskAsync("#{pane_pid}");
        string child = (await File.ReadAllTextAsync($"/proc/{shell}/task/{shell}/children")).Trim();
        Assert.Equal(0, LibC.kill(int.Parse(child, CultureInfo.InvariantCulture), signal));
    }

    // It says this on the normal screen, ends so, and the shell has its terminal as it was.
    public async Task EndsAsync(string lastWords, int exitCode)
    {
        await SeesTheShellAsync(lastWords);
        await Screen.EnterAsync("code=$?; [ \"$before\" = \"$(stty -g)\" ] && echo \"it ended with $code, the mode is as before\"");
        await Screen.SeesAsync($"it ended with {exitCode}, the mode is as before");
    }

    // The normal screen with these words, and the prompt after them.
    public async Task SeesTheShellAsync(string lastWords)
    {
        await Screen.BecomesAsync("#{alternate_on} #{cursor_flag} #{wrap_flag} #{keypad_cursor_flag} #{keypad_flag}", "0 1 1 0 0");
        await Screen.SeesAsync(
            text => text.Contains(lastWords, StringComparison.Ordinal) && text.TrimEnd().EndsWith("\n$", StringComparison.Ordinal),
            $"\"{lastWords}\" and the prompt");
    }

    public async ValueTask DisposeAsync()
    {
        await Screen.DisposeAsync();
        _folder.Dispose();
    }
}
