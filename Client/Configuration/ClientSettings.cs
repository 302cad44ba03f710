using Mcu.Client.Audio.Devices;
using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;
using Mcu.Common.Configuration;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Common.Transport.Backends;

namespace Mcu.Client.Configuration;

// Every setting of the client by its names, with its sentences: the file, the command line, --dump-config and client.example.toml
// come from here.
internal static class ClientSettings
{
    // Bits per second of the largest packet that a datagram holds.
    public const int MaxBitrate = ProtocolLimits.MaxPacketBytes * 8 * AudioFormat.FramesPerSecond;

    // A second; of more, the loudspeaker's two fifths are no conversation any more.
    private const int MaxRingFrames = 50;

    // A screen full; arbitrary, some tens of megabytes.
    private const int MinEvents = 10;
    private const int MaxEvents = 100_000;

    private static readonly TextForm<string> s_name = new(
        "text that is not empty and has no control characters",
        text => string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl) ? null : text,
        text => text);

    public static SettingList<ClientConfiguration> All { get; } = new("mcu-client", new ClientConfiguration(),
    [
        new Setting<ClientConfiguration, string>(
            "name", "--name", "NAME", "What the others call you, where no NAME is given; not set, it is your login name",
            s_name, options => options.Name, (options, value) => options with { Name = value })
        {
            Example = "\"Ada\"",
        },
        new Setting<ClientConfiguration, string>(
            "identity", "--identity", "FILE",
            "By which servers know you again, a key and a certificate, made where it is missing; "
                + "not set, it is identity.pem in the data directory",
            TextForms.Path, options => options.Identity, (options, value) => options with { Identity = value })
        {
            Example = "\"identity.pem\"",
        },
        new Setting<ClientConfiguration, string>(
            "data_dir", "--data-dir", "DIR",
            "Where the identity and the known servers are kept; not set, it is mcu-client in $XDG_DATA_HOME or in ~/.local/share",
            TextForms.Path, options => options.DataDirectory, (options, value) => options with { DataDirectory = value })
        {
            Example = "\"/home/ada/.local/share/mcu-client\"",
        },
        new Setting<ClientConfiguration, string>(
            "log_file", "--log-file", "FILE", "Where to append a log; not set, nothing is logged",
            TextForms.Path, options => options.LogFile, (options, value) => options with { LogFile = value })
        {
            Example = "\"mcu-client.log\"",
        },
        new Setting<ClientConfiguration, TransportPreference>(
            "transport", "--transport", "NAME",
            "What carries QUIC: msquic or ngtcp2; auto takes the first of the two whose library can be used here",
            new ChoiceForm<TransportPreference>(TransportBackends.Words),
            options => options.Transport, (options, value) => options with { Transport = value }),
        new Setting<ClientConfiguration, int>(
            "bitrate", "--bitrate", "BPS", "Bits per second to send; below 36000 there is no protection against loss",
            new WholeNumberForm(OpusDefaults.MinBitrate, MaxBitrate),
            options => options.Bitrate, (options, value) => options with { Bitrate = value }),
        new Setting<ClientConfiguration, TransmitMode>(
            "transmit_mode", "--transmit-mode", "MODE",
            "When your voice is sent: voice is while you speak, ptt while the talk key is down, continuous is always",
            new ChoiceForm<TransmitMode>(
                ("voice", TransmitMode.VoiceActivity),
                ("ptt", TransmitMode.PushToTalk),
                ("continuous", TransmitMode.Continuous)),
            options => options.TransmitMode, (options, value) => options with { TransmitMode = value }),
        Switch(
            "echo_cancellation", "Take what the loudspeaker plays out of what the microphone hears",
            options => options.EchoCancellation, (options, value) => options with { EchoCancellation = value }),
        Switch(
            "noise_suppression", "Take steady noise out of what the microphone hears",
            options => options.NoiseSuppression, (options, value) => options with { NoiseSuppression = value }),
        Switch(
            "automatic_gain", "Make what the microphone hears as loud as speech should be",
            options => options.AutomaticGain, (options, value) => options with { AutomaticGain = value }),
        new Setting<ClientConfiguration, string>(
            "input_device", "--input-device", "NAME",
            "The microphone, by its name or a part of it that no other has; not set, the system chooses",
            s_name, options => options.InputDevice, (options, value) => options with { InputDevice = value })
        {
            Example = "\"USB Microphone\"",
        },
        new Setting<ClientConfiguration, string>(
            "output_device", "--output-device", "NAME",
            "The loudspeaker, by its name or a part of it that no other has; not set, the system chooses",
            s_name, options => options.OutputDevice, (options, value) => options with { OutputDevice = value })
        {
            Example = "\"Headphones\"",
        },
        new Setting<ClientConfiguration, int>(
            "ring_buffer_frames", "--ring-buffer-frames", "N",
            "Frames of 20 ms that may wait for this program at the microphone, and two fifths of them at the loudspeaker: "
                + "more outlast longer pauses of this machine, fewer are less delay",
            new WholeNumberForm(RingSize.MinFrames, MaxRingFrames),
            options => options.RingBufferFrames, (options, value) => options with { RingBufferFrames = value }),
        new Setting<ClientConfiguration, int>(
            "max_events", "--max-events", "N", "Events that the screen remembers",
            new WholeNumberForm(MinEvents, MaxEvents),
            options => options.MaxEvents, (options, value) => options with { MaxEvents = value }),
    ]);

    // What may be done to a voice; its flag is called as its key.
    private static Setting<ClientConfiguration, bool> Switch(
        string key, string help, Func<ClientConfiguration, bool> get,
        Func<ClientConfiguration, bool, ClientConfiguration> with) =>
        new(key, $"--{key.Replace('_', '-')}", "BOOL", help, new SwitchForm(), get, with);
}
