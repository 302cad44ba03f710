using Mcu.Client.Commands;
using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;
using Mcu.Client.Terminal.Update;

namespace Mcu.Client.Tests.Terminal;

// Models to draw, made of the messages that make them in a run.
internal static class Scenes
{
    public static Measurements Numbers { get; } = new()
    {
        RttMs = 23.4,
        LossPercent = 0.42,
        JitterMs = 3.1,
        BufferDelayMs = 41.2,
        Concealed = 12,
        RebuiltByFec = 30,
        PacketsSent = 15_480,
        PacketsReceived = 15_312,
        PacketsLost = 64,
        PacketsLate = 3,
        MicrophoneLevel = 22,
        HeardLevel = 31,
        InputDevice = "USB Audio Device",
        OutputDevice = "Built-in Audio Analog Stereo",
        Transport = "ngtcp2 (ngtcp2 1.11.0, GnuTLS 3.7.9)",
        EchoCancellation = true,
        NoiseSuppression = true,
        AutomaticGain = true,
    };

    // Names as nobody should have them.
    public static string[] HostileNames { get; } =
    [
        "\u001b[2J\u001b[31mred",
        "line\r\nbreak\ttab",
        "\u202Eesrever\u202C",
        "z" + string.Concat(Enumerable.Repeat("\u0300\u0324\u0352", 30)) + "algo",
        "👨‍👩‍👧‍👦 family",
        "👍🏽 thumb",
        "🇩🇪 flag",
        "❤️ heart",
        "日本語の名前がとても長いのですよ",
        "한국어 이름",
        "שלום 123",
        "नमस्ते",
        "zero\u200Bwidth\u200D\u2060",
        "\uD83D lone",
        "\uE000\uF8FF private",
        "\u3164\u115F",
        "﷽",
        "Ａｎａ full",
        "[bold]markup[/]",
        new string('W', 64),
        "",
        "    ",
        "e\u0301le\u0300ve",
        "𝓕𝓪𝓷𝓬𝔂",
    ];

    public static ScreenModel Empty(int columns, int rows, bool isUnicode = true, int maxEvents = 1_000) =>
        new(columns, rows, isUnicode, maxEvents) { Room = "lobby", Name = "Ana" };

    public static ScreenModel After(ScreenModel model, params Message[] messages) =>
        messages.Aggregate(model, (current, message) => ScreenUpdate.Apply(current, message).Model);

    public static ScreenModel Busy(int columns, int rows, bool isUnicode) => After(
        Empty(columns, rows, isUnicode),
        new Message.Joined("lobby", "Ana"),
        new Message.ConnectionChanged(ConnectionState.Connected),
        new Message.RosterChanged(
        [
            new PeerRow(300, "Zoë") { IsMuted = true },
            new PeerRow(302, "Ana") { IsSelf = true, IsHost = true, IsTalking = true },
            new PeerRow(303, "Ben") { IsTalking = true },
            new PeerRow(304, "ben") { IsSilenced = true },
            new PeerRow(305, "Maximilian von Habsburg") { IsMuted = true, IsSilenced = true },
            new PeerRow(311, "小林さん"),
            new PeerRow(312, "🎸 Jimi") { IsBlocked = true },
        ]),
        new Message.VoiceChanged(new VoiceState { IsSending = true }),
        new Message.Measured(Numbers),
        Told(20, 41, "microphone: USB Audio Device, 48000 Hz, mono", EventTone.Quiet),
        Told(20, 41, "loudspeaker: Built-in Audio Analog Stereo, 44100 Hz, stereo", EventTone.Quiet),
        Told(20, 41, "you are in lobby with 6 others"),
        Told(20, 43, "came 小林さん", EventTone.Quiet),
        Told(20, 44, "came 🎸 Jimi", EventTone.Quiet),
        Told(20, 45, "/block 312", EventTone.Typed),
        Told(20, 45, "you do not hear 🎸 Jimi any more"),
        Told(20, 46, "/kik ben", EventTone.Typed),
        Told(20, 46, "There is no command \"/kik\". Is /kick meant? /help lists what there is.", EventTone.Bad),
        Told(20, 47, "you are muted but talking", EventTone.Warning),
        Told(20, 48, "you are host now", EventTone.Good));

    public static ScreenModel Hostile(int columns, int rows, bool isUnicode) => After(
        Empty(columns, rows, isUnicode) with { Name = HostileNames[0], Room = HostileNames[8] },
        [
            new Message.ConnectionChanged(ConnectionState.Connected),
            new Message.RosterChanged(
            [
                .. HostileNames.Select((name, i) => new PeerRow((ulong)(9_007_199_254_740_000 + i), name)
                {
                    IsSelf = i == 0,
                    IsHost = i == 1,
                    IsTalking = i is 3 or 4 or 8 or 19,
                    IsMuted = i % 3 == 0,
                    IsSilenced = i % 4 == 0,
                    IsBlocked = i % 5 == 4,
                }),
            ]),
            new Message.VoiceChanged(new VoiceState(TalkMode.PushToTalk) { IsMuted = true }),
            new Message.Measured(Numbers with { RttMs = 1_234.5, Concealed = 123_456 }),
            .. HostileNames.Select(name => Told(3, 7, $"came {name}", EventTone.Quiet)),
        ]);

    public static Message Told(int hour, int minute, string text, EventTone tone = EventTone.Plain) =>
        new Message.Happened(new EventLine(new TimeOnly(hour, minute), text, tone));

    public static Message Press(Key key, KeyModifiers modifiers = KeyModifiers.None, KeyAction action = KeyAction.Press) =>
        new Message.Typed(new TerminalInput.Pressed(key, "", modifiers, action), 0);

    public static Message Character(
        string text, KeyModifiers modifiers = KeyModifiers.None, KeyAction action = KeyAction.Press, long now = 0) =>
        new Message.Typed(new TerminalInput.Pressed(Key.Character, text, modifiers, action), now);

    public static Message Control(string letter) => Character(letter, KeyModifiers.Control);

    public static Message Paste(string text) => new Message.Typed(new TerminalInput.Pasted(text), 0);

    public static Message[] Type(string text) => [.. text.Select(c => Character(c.ToString()))];
}
