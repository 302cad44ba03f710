using Mcu.Client.Audio.Devices;
using Mcu.Client.Audio.Processing;
using Mcu.Client.Commands;
using Mcu.Client.Narration;

namespace Mcu.Client.Hosting;

// What commands may ask of this side of the call. Any thread. Invite: the line that brings others here.
internal sealed class CallDesk(CallSound sound, Func<string> invite, Func<CallNumbers> numbers) : ICallDesk
{
    public DeskAnswer Carry(Command command) => command switch
    {
        Command.TalkKey key => PressTalkKey(key.Down),
        Command.Mode mode => SetMode(mode.To),
        Command.Devices => ListDevices(),
        Command.UseInput use => Use(DeviceDirection.Input, use.Device, sound.Microphone is { } from ? from.Select : null),
        Command.UseOutput use => Use(DeviceDirection.Output, use.Device, sound.Loudspeaker is { } to ? to.Select : null),
        Command.Processing processing => Switch(processing.Part, processing.On),
        Command.Statistics => DeskAnswer.Done([.. CallNumbersText.Lines(numbers())]),
        Command.Invite => DeskAnswer.Done(invite()),
        _ => DeskAnswer.Refused(RefusalCode.UnknownCommand, $"/{command.Name} is not for here."),
    };

    private DeskAnswer PressTalkKey(bool? down)
    {
        if (sound.Transmit.Mode != TransmitMode.PushToTalk)
        {
            return DeskAnswer.Refused(
                RefusalCode.BadArgument,
                $"The talk key is for push-to-talk, and the mode is {WordOf(sound.Transmit.Mode)}; /mode ptt changes it.");
        }

        bool isDown = sound.Transmit.IsTalkKeyDown = down ?? !sound.Transmit.IsTalkKeyDown;
        return DeskAnswer.Done(isDown ? "the talk key is down" : "the talk key is up");
    }

    private DeskAnswer SetMode(TalkMode? to)
    {
        if (to is { } mode)
        {
            sound.Transmit.IsTalkKeyDown = false;
            sound.Transmit.Mode = mode switch
            {
                TalkMode.PushToTalk => TransmitMode.PushToTalk,
                TalkMode.Continuous => TransmitMode.Continuous,
                _ => TransmitMode.VoiceActivity,
            };
        }

        return DeskAnswer.Done($"the microphone is sent {sound.Transmit.Mode switch
        {
            TransmitMode.PushToTalk => "while the talk key is down (push-to-talk)",
            TransmitMode.Continuous => "always (continuous)",
            _ => "while you speak (voice activity)",
        }}");
    }

    private DeskAnswer ListDevices()
    {
        if (sound.Devices is not { } devices)
        {
            return WithoutCard;
        }

        try
        {
            string[] used = [$"microphone: {sound.InputName}", $"loudspeaker: {sound.OutputName}"];
            return DeskAnswer.Done([.. DeviceList.Lines(devices.List()), .. used]);
        }
        catch (DeviceException e)
        {
            return DeskAnswer.Refused(RefusalCode.NoSoundCard, e.Message);
        }
    }

    private DeskAnswer Use(DeviceDirection direction, string? name, Action<string?>? select)
    {
        if (select is null || sound.Devices is not { } devices)
        {
            return WithoutCard;
        }

        string? problem = null;
        try
        {
            // A default that is not there now may come; a name that is not there is a mistake.
            AudioDevice? found = DeviceSearch.Find(devices.List(), direction, name, out problem);
            if (found is null && name is not null)
            {
                return DeskAnswer.Refused(RefusalCode.BadArgument, problem ?? "There is no such device.");
            }

            select(name is null ? null : found!.Name);
            return DeskAnswer.Done();
        }
        catch (DeviceException e)
        {
            return DeskAnswer.Refused(RefusalCode.NoSoundCard, e.Message);
        }
    }

    private DeskAnswer Switch(ProcessingPart part, bool? on)
    {
        if (sound.Processing is null)
        {
            return DeskAnswer.Refused(RefusalCode.NoSoundCard, ProcessesNothing);
        }

        VoiceSwitches switches = sound.Switches;
        (string what, bool isOn) = part switch
        {
            ProcessingPart.EchoCancellation =>
                ("echo cancellation", switches.EchoCancellation = on ?? !switches.EchoCancellation),
            ProcessingPart.NoiseSuppression =>
                ("noise suppression", switches.NoiseSuppression = on ?? !switches.NoiseSuppression),
            _ => ("automatic gain", switches.AutomaticGain = on ?? !switches.AutomaticGain),
        };
        return DeskAnswer.Done($"{what} is {(isOn ? "on" : "off")}");
    }

    private const string ProcessesNothing =
        "That is done to what a sound card's microphone hears, by libspeexdsp; here is one without the other, or neither.";

    private static DeskAnswer WithoutCard { get; } = DeskAnswer.Refused(
        RefusalCode.NoSoundCard, "That is about a sound card, and this client runs without one there.");

    private static string WordOf(TransmitMode mode) =>
        mode == TransmitMode.Continuous ? "continuous" : "voice activity";
}
