using System.Diagnostics;
using Mcu.EndToEnd.Tests.Processes.Interop;
using Mcu.Testing;
using Xunit.Sdk;
using Xunit;

namespace Mcu.EndToEnd.Tests.Sound;

// Sound cards where there are none: a PulseAudio of its own with one cable per name, each with a loudspeaker at one end and a
// microphone at the other, which programs find through ALSA as NAME_loudspeaker and NAME_microphone. All cables are
// channels of one null sink, so that a recording has them side by side to the sample. Needs Debian's pulseaudio, pulseaudio-utils
// and libasound2-plugins. Disposing of it ends it.
internal sealed class PulseServer : IAsyncDisposable
{
    private const string Master = "master";

    // Of a null sink's channels, in order; so many cables there can be.
    private static readonly string[] s_channels = ["front-left", "front-right", "rear-left", "rear-right"];

    // Longer than anything takes on a slow and busy machine; it is only waited for when a test fails.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _cables;
    private readonly List<string> _log = [];
    private TaskCompletionSource _started = new();
    private Process? _server;

    private PulseServer(string[] cables) => _cables = cables;

    // For programs that shall find these sound cards, and no others.
    public Dictionary<string, string> Environment => new()
    {
        ["ALSA_CONFIG_PATH"] = _folder["asound.conf"],
        ["PULSE_SERVER"] = $"unix:{_folder["native"]}",
        ["PULSE_COOKIE"] = _folder["cookie"],
        ["LC_ALL"] = "C",
    };

    // Why a test cannot have one here; null where it can. A reason to skip it.
    public static string? Missing
    {
        get
        {
            string[] folders = System.Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [];
            string? program = new[] { "pulseaudio", "pactl", "parec", "pacat" }
                .FirstOrDefault(name => !folders.Any(folder => File.Exists(Path.Combine(folder, name))));
            return program is null ? null : $"There is no {program} on this machine; scripts/setup --test installs it.";
        }
    }

    public static string Microphone(string cable) => $"{cable}_microphone";

    public static string Loudspeaker(string cable) => $"{cable}_loudspeaker";

    // Runs until its cables are there.
    public static async Task<PulseServer> StartAsync(params string[] cables)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cables.Length, s_channels.Length);
        var server = new PulseServer(cables);
        try
        {
            await File.WriteAllTextAsync(server._folder["asound.conf"], server.AlsaConfiguration());
            await server.PlugInAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    // Pulls all of them out of the machine; whoever uses them loses them. (One alone would not be missed: PulseAudio moves whoever
    // uses it to another.)
    public async Task PullOutAsync()
    {
        await EndServerAsync();
        File.Delete(_folder["native"]);
    }

    // Puts them back.
    public async Task PlugInAsync()
    {
        _started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Without shared memory: libpulse's client side can wait for ever for a piece of it when its server dies.
        _server = Start(
            "pulseaudio", redirectsInput: false, "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "--disable-shm=yes", "--log-target=stderr", "--log-level=info",
            "-L", $"module-native-protocol-unix socket={_folder["native"]} auth-anonymous=1",
            "-L", $"module-null-sink sink_name={Master} rate=48000 format=float32le channels={s_channels.Length} "
                + $"channel_map={string.Join(',', s_channels)}");
        _server.ErrorDataReceived += (_, line) => Hear(line.Data);
        _server.BeginErrorReadLine();
        await _started.Task.WaitAsync(s_patience);
        for (int i = 0; i < _cables.Length; i++)
        {
            await ControlAsync(
                "load-module", "module-remap-sink", $"sink_name={_cables[i]}", $"master={Master}", "channels=1",
                "channel_map=mono", $"master_channel_map={s_channels[i]}", "remix=no");
        }
    }

    // Hangs: it neither answers nor ends, until it goes on.
    public void Hang() => Assert.Equal(0, LibC.kill(_server!.Id, LibC.SIGSTOP));

    public void GoOn() => Assert.Equal(0, LibC.kill(_server!.Id, LibC.SIGCONT));

    // Speaks 48 kHz mono samples into a cable, where its microphone hears them. Completes when the last has sounded.
    public async Task PlayAsync(string cable, float[] samples)
    {
        var bytes = new byte[samples.Length * sizeof(float)];
        Buffer.BlockCopy(samples, 0, bytes, 0, bytes.Length);
        using Process pacat = Start(
            "pacat", redirectsInput: true, "--playback", $"--device={cable}", "--format=float32le", "--rate=48000", "--channels=1",
            "--latency-msec=20", "--raw");
        await pacat.StandardInput.BaseStream.WriteAsync(bytes);
        pacat.StandardInput.Close();
        await EndAsync(pacat);
    }

    // Listens to all cables from now on. While it does, they are prompt; a null sink that nobody listens to takes 2 s of sound
    // at a time.
    public Task<PulseRecording> RecordAsync() => PulseRecording.StartAsync(
        _cables,
        Start(
            "parec", redirectsInput: false, $"--device={Master}.monitor", "--format=float32le", "--rate=48000",
            $"--channels={s_channels.Length}", $"--channel-map={string.Join(',', s_channels)}", "--latency-msec=20", "--raw"));

    public async ValueTask DisposeAsync()
    {
        await EndServerAsync();
        _folder.Dispose();
    }

    private async Task EndServerAsync()
    {
        if (_server is not null)
        {
            if (!_server.HasExited)
            {
                _server.Kill();
                await _server.WaitForExitAsync();
            }

            _server.Dispose();
            _server = null;
        }
    }

    private void Hear(string? line)
    {
        lock (_log)
        {
            _log.Add(line ?? "(it ended)");
            if (line is null)
            {
                _started.TrySetException(new XunitException($"PulseAudio did not start:\n{string.Join('\n', _log)}"));
            }
            else if (line.Contains("Daemon startup complete", StringComparison.Ordinal))
            {
                _started.TrySetResult();
            }
        }
    }

    private string AlsaConfiguration() => string.Join('\n', _cables.SelectMany(cable => new[]
    {
        Pcm(Loudspeaker(cable), cable), Pcm(Microphone(cable), $"{cable}.monitor"),
    }).Prepend(Default).Prepend("</usr/share/alsa/alsa.conf>"));

    // What programs use that are not told.
    private string Default => Pcm("!default", "", "Default");

    private string Pcm(string name, string device) => Pcm(name, $"device \"{device}\"", name);

    private string Pcm(string name, string device, string description) => $$"""
        pcm.{{name}} {
            type pulse
            server "unix:{{_folder["native"]}}"
            {{device}}
            hint { show on description "{{description}}" }
        }

        """;

    private async Task<string> ControlAsync(params string[] arguments)
    {
        using Process pactl = Start("pactl", redirectsInput: false, arguments);
        Task<string> errors = pactl.StandardError.ReadToEndAsync();
        string output = await pactl.StandardOutput.ReadToEndAsync();
        await EndAsync(pactl);
        return pactl.ExitCode == 0
            ? output.Trim()
            : throw new XunitException($"pactl {string.Join(' ', arguments)} failed: {await errors}");
    }

    private static async Task EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(s_patience);
        await process.WaitForExitAsync(patience.Token);
    }

    private Process Start(string program, bool redirectsInput, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = redirectsInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["HOME"] = _folder.Path;
        start.Environment["XDG_RUNTIME_DIR"] = _folder.Path;
        start.Environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/dev/null";
        return Process.Start(start)!;
    }
}
