using Mcu.Client.Audio.Processing;
using Mcu.Client.Commands;
using Mcu.Client.Hosting;
using Mcu.Client.Narration;
using Mcu.Client.Tests.Audio.Devices;
using Mcu.Client.Tests.Voice;
using Mcu.Client.Trust;
using Mcu.Common.Addressing;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

public sealed class CallDeskTests : IAsyncLifetime, IDisposable
{
    private readonly FakeDevices _devices = new();
    private CallSound _sound = null!;
    private CallDesk _desk = null!;

    public async Task InitializeAsync()
    {
        _devices.Present.Add(FakeDevices.Device("Built-in", isDefault: true));
        _devices.Present.Add(FakeDevices.Device("USB Headset"));
        await BeginAsync(Options with { Input = new SoundInput.Card(null), Output = new SoundOutput.Card(null) });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _sound.Dispose();
        _devices.Dispose();
    }

    [Fact]
    public void The_talk_key_is_for_push_to_talk()
    {
        Refuses(RefusalCode.BadArgument, new Command.TalkKey(true), "/mode ptt");
        Assert.Contains("push-to-talk", Does(new Command.Mode(TalkMode.PushToTalk)), StringComparison.Ordinal);
        Assert.Equal("the talk key is down", Does(new Command.TalkKey(null)));
        Assert.True(_sound.Transmit.IsTalkKeyDown);
        Assert.Equal("the talk key is up", Does(new Command.TalkKey(null)));
        Assert.Equal("the talk key is down", Does(new Command.TalkKey(true)));
        Assert.Contains("always", Does(new Command.Mode(TalkMode.Continuous)), StringComparison.Ordinal);
        Assert.False(_sound.Transmit.IsTalkKeyDown);
        Assert.Equal(TransmitMode.Continuous, _sound.Transmit.Mode);
    }

    [Fact]
    public void Devices_are_listed_and_chosen_by_a_part_of_the_name()
    {
        DeskAnswer listed = _desk.Carry(new Command.Devices());
        Assert.Null(listed.Code);
        Assert.Contains(listed.Lines, line => line.Contains("USB Headset", StringComparison.Ordinal));
        Refuses(RefusalCode.BadArgument, new Command.UseInput("gramophone"), "USB Headset");
        Assert.Null(_desk.Carry(new Command.UseInput("usb")).Code);
        Assert.Null(_desk.Carry(new Command.UseOutput(null)).Code);
    }

    [Fact]
    public void What_is_done_to_the_microphone_can_be_switched()
    {
        Assert.Equal("echo cancellation is on", Does(new Command.Processing(ProcessingPart.EchoCancellation, true)));
        Assert.Equal("echo cancellation is off", Does(new Command.Processing(ProcessingPart.EchoCancellation, null)));
        Assert.False(_sound.Switches.EchoCancellation);
        Assert.Equal("noise suppression is on", Does(new Command.Processing(ProcessingPart.NoiseSuppression, true)));
        Assert.Equal("automatic gain is off", Does(new Command.Processing(ProcessingPart.AutomaticGain, false)));
    }

    [Fact]
    public async Task Without_a_card_what_is_about_cards_is_refused()
    {
        _sound.Dispose();
        await BeginAsync(Options);
        Command[] aboutCards =
        [
            new Command.Devices(), new Command.UseInput("usb"), new Command.UseOutput("usb"),
            .. Enum.GetValues<ProcessingPart>().Select(part => new Command.Processing(part, true)),
        ];
        Assert.All(aboutCards, command => Refuses(RefusalCode.NoSoundCard, command, "sound card"));

        Refuses(RefusalCode.NoSoundCard, new Command.Processing(ProcessingPart.EchoCancellation, null), "by libspeexdsp");

        // As /help and docs/headless.md have it.
        Assert.Equal(
            CommandTable.All.Where(command => command.NeedsSoundCard).Select(command => command.Name),
            aboutCards.Select(command => command.Name));
        Assert.Contains("while you speak", Does(new Command.Mode(null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_the_invite_are_told()
    {
        Assert.Equal("invite mcu://here", Does(new Command.Invite()));
        DeskAnswer numbers = _desk.Carry(new Command.Statistics());
        Assert.Contains("network: not connected", numbers.Lines);
        Assert.Contains("QUIC: ngtcp2 (ngtcp2 1.11.0)", numbers.Lines);
        Assert.Contains("microphone: USB Headset, −40 dBov, 2 overruns", numbers.Lines);
    }

    private static ClientOptions Options => new()
    {
        Server = ServerAddress.TryParse("127.0.0.1", out ServerAddress? address) ? address : throw new InvalidOperationException(),
        Room = "lobby",
        Name = "Ana",
        Trust = new TrustOptions { DataDirectory = "unused", Anonymous = true },
    };

    private async Task BeginAsync(ClientOptions options)
    {
        _sound = new CallSound(options, () => _devices);
        await _sound.OpenedAsync(Task.Delay(Timeout.Infinite));
        _sound.Begin(new VirtualPacer(), frames: 0, _ => { });
        var numbers = new CallNumbers { Transport = "ngtcp2 (ngtcp2 1.11.0)", InputName = "USB Headset", InputLevel = 40, Overruns = 2 };
        _desk = new CallDesk(_sound, () => "invite mcu://here", () => numbers);
    }

    private string Does(Command command)
    {
        DeskAnswer answer = _desk.Carry(command);
        Assert.Null(answer.Code);
        return Assert.Single(answer.Lines);
    }

    private void Refuses(RefusalCode code, Command command, string part)
    {
        DeskAnswer answer = _desk.Carry(command);
        Assert.Equal(CodeNames.Of(code), answer.Code);
        Assert.Contains(part, string.Join(' ', answer.Lines), StringComparison.Ordinal);
    }
}
