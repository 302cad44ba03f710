using System.Diagnostics;
using System.Globalization;
using Mcu.Testing;
using Xunit.Sdk;

namespace Mcu.EndToEnd.Tests.Terminal;

// A shell in a real terminal (tmux's, of a server of its own): a test types and looks at the screen. Every wait is for something
// that is seen, and fails with the screen as it was last. Disposing of it ends the shell and the server.
internal sealed class TmuxScreen : IAsyncDisposable
{
    // What the shell says when it waits for a command.
    public const string Prompt = "$ ";

    // How often the screen is looked at.
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder _folder = new();
    private int _server;

    private TmuxScreen()
    {
    }

    // Longer than anything takes on a slow and busy machine; it is only waited for when a test fails.
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    // Columns by rows, with the shell's prompt. Environment: variables beside those of the test; an empty one is taken away.
    public static async Task<TmuxScreen> StartAsync(int columns, int rows, Dictionary<string, string>? environment = null)
    {
        var screen = new TmuxScreen();
        try
        {
            await screen.RunAsync(
                environment,
                "-f", "/dev/null", "new-session", "-d", "-x", $"{columns}", "-y", $"{rows}",
                "env", $"PS1={Prompt}", "HISTFILE=/dev/null", "bash", "--norc", "--noprofile");
            screen._server = int.Parse(await screen.AskAsync("#{pid}"), CultureInfo.InvariantCulture);
            await screen.SeesAsync(text => text.StartsWith(Prompt.TrimEnd(), StringComparison.Ordinal), "a shell's prompt");
        }
        catch
        {
            await screen.DisposeAsync();
            throw;
        }

        return screen;
    }

    // Types this text as it is.
    public Task TypeAsync(string text) => TmuxAsync("send-keys", "-l", "--", text);

    // Types a line and presses Enter.
    public async Task EnterAsync(string line)
    {
        await TypeAsync(line);
        await PressAsync("Enter");
    }

    // Presses keys by tmux's names: "Enter", "Escape", "F1", "C-c", "M-x", "PPage", "Up", "Tab", "BSpace" …
    public Task PressAsync(params string[] keys) => TmuxAsync(["send-keys", .. keys]);

    // Pastes as terminals do; in brackets where the program asked for them.
    public async Task PasteAsync(string text)
    {
        await TmuxAsync("set-buffer", "--", text);
        await TmuxAsync("paste-buffer", "-p");
    }

    public Task ResizeAsync(int columns, int rows) => TmuxAsync("resize-window", "-x", $"{columns}", "-y", $"{rows}");

    // The screen as it is now: a line for each row, without blanks at their ends.
    public Task<string> TextAsync() => TmuxAsync("capture-pane", "-p");

    // The same with the sequences that style it.
    public Task<string> StyledTextAsync() => TmuxAsync("capture-pane", "-p", "-e");

    // What tmux knows of the terminal by that format, "#{cursor_x} #{alternate_on}" for instance.
    public async Task<string> AskAsync(string format) => (await TmuxAsync("display-message", "-p", format)).TrimEnd('\n');

    // Waits until the screen is so, and returns it. What: for the message if it never is.
    public Task<string> SeesAsync(Func<string, bool> condition, string what) => WaitAsync(TextAsync, condition, what);

    public Task<string> SeesAsync(string text) =>
        SeesAsync(screen => screen.Contains(text, StringComparison.Ordinal), $"\"{text}\"");

    public Task<string> NoLongerSeesAsync(string text) =>
        SeesAsync(screen => !screen.Contains(text, StringComparison.Ordinal), $"no \"{text}\"");

    // Waits until tmux says so of the terminal.
    public Task<string> BecomesAsync(string format, string value) =>
        WaitAsync(() => AskAsync(format), answer => answer == value, $"{format} = {value}");

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync(null, "kill-server");
            await EndOfServerAsync();
        }
        catch (XunitException) when (_server == 0)
        {
            // It never started.
        }
        finally
        {
            _folder.Dispose();
        }
    }

    private async Task<string> WaitAsync(Func<Task<string>> look, Func<string, bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        string seen = await look();
        while (!condition(seen))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new XunitException($"Not seen in time: {what}. Seen last:\n{seen}\nThe screen:\n{await TextAsync()}");
            }

            await Task.Delay(s_interval);
            seen = await look();
        }

        return seen;
    }

    private Task<string> TmuxAsync(params string[] arguments) => RunAsync(null, arguments);

    private async Task<string> RunAsync(Dictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-S", _folder["tmux"], .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var variables = new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8", ["NO_COLOR"] = "", ["TMUX"] = "" };
        foreach ((string name, string value) in variables.Concat(environment ?? []))
        {
            start.Environment[name] = value;
            if (value.Length == 0)
            {
                start.Environment.Remove(name);
            }
        }

        using Process tmux = Process.Start(start)!;
        Task<string> output = tmux.StandardOutput.ReadToEndAsync();
        string errors = await tmux.StandardError.ReadToEndAsync();
        await tmux.WaitForExitAsync();
        return tmux.ExitCode == 0
            ? await output
            : throw new XunitException($"tmux {string.Join(' ', arguments)} failed: {errors}");
    }

    // The server is gone when it has told all its programs so; one that does not go is killed by its id.
    private async Task EndOfServerAsync()
    {
        try
        {
            using var server = Process.GetProcessById(_server);
            using var patience = new CancellationTokenSource(Patience);
            await server.WaitForExitAsync(patience.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            if (!server.HasExited)
            {
                server.Kill();
            }
        }
        catch (ArgumentException)
        {
            // It has gone.
        }
    }
}
