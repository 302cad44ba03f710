using Mcu.Client.Audio.Devices;
using Mcu.Client.Audio.Processing;
using Mcu.Client.Commands;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Client.Voice;
using Mcu.Common;
using Mcu.Common.Addressing;
using Mcu.Common.Audio;

namespace Mcu.Client.Hosting;

// How the call stands, for whoever asks.
internal sealed partial class Call
{
    public CallNumbers Numbers
    {
        get
        {
            ConferenceSession? session = _conference.Session;
            bool isProcessed = _sound.Processing is not null;
            return new CallNumbers
            {
                Transport = _transport.Description,
                Network = session?.Connection.GetStatistics(),
                Voice = session is null ? null : _switchboard.Line.Heard,
                PacketsSent = _switchboard.Line.Sent,
                UplinkLossPercent = _switchboard.Line.UplinkLossPercent,
                InputLevel = _headset!.InputLevel,
                OutputLevel = _headset.OutputLevel,
                InputName = _sound.InputName,
                OutputName = _sound.OutputName,
                Overruns = _sound.Microphone?.Overruns ?? 0,
                Underruns = _sound.Loudspeaker?.Underruns ?? 0,
                Mode = ModeOf(_sound.Transmit.Mode),
                IsTalkKeyDown = _sound.Transmit.IsTalkKeyDown,
                IsMuted = _conference.IsMuted,
                IsSending = _headset.IsSending,
                EchoCancellation = isProcessed && _sound.Switches.EchoCancellation,
                NoiseSuppression = isProcessed && _sound.Switches.NoiseSuppression,
                AutomaticGain = isProcessed && _sound.Switches.AutomaticGain,
                GainDecibels = _sound.Processing?.GainDecibels ?? 0,
            };
        }
    }

    public IReadOnlyList<string> InputDevices => Names(DeviceDirection.Input);

    public IReadOnlyList<string> OutputDevices => Names(DeviceDirection.Output);

    // The line that brings others here, with the fingerprint of the server as we saw it.
    private string Invite() =>
        $"invite {new Invite(_options.Server, _options.Room, _switchboard.Session.Connection.PeerFingerprint)}";

    private string[] Names(DeviceDirection direction)
    {
        try
        {
            return _sound.Devices is not { } devices ? []
                : [.. devices.List().Where(device => device.Channels(direction) > 0).Select(device => device.Name).Distinct()];
        }
        catch (DeviceException)
        {
            return [];
        }
    }

    private static TalkMode ModeOf(TransmitMode mode) => mode switch
    {
        TransmitMode.PushToTalk => TalkMode.PushToTalk,
        TransmitMode.Continuous => TalkMode.Continuous,
        _ => TalkMode.Voice,
    };

    private CallReport Report(Headset headset, SessionEnd end, TimeSpan roundTrip)
    {
        ConferenceSession session = _switchboard.Session;
        JitterBufferStatistics heard = _switchboard.Line.Heard;
        return new CallReport
        {
            Name = session.Roster.SelfName,
            Room = session.Room,
            Participants = session.Roster.Everyone,
            Transport = _transport.Transport.Name,
            PacketsSent = _switchboard.Line.Sent,
            PacketsReceived = heard.Received,
            PacketsLate = heard.Late,
            PacketsLost = heard.Lost,
            RebuiltByFec = heard.FecRebuilt,
            Concealed = heard.Concealed,
            RttMs = Math.Round(roundTrip.TotalMilliseconds, 3),
            JitterMs = Math.Round(heard.JitterMs, 3),
            BufferDelayMs = Math.Round(heard.BufferDelayMs, 3),
            InputOverruns = _sound.Microphone?.Overruns ?? 0,
            OutputUnderruns = _sound.Loudspeaker?.Underruns ?? 0,
            DurationMs = headset.Frames * AudioFormat.FrameDuration / MonotonicClock.Millisecond,
            JoinedAtNs = headset.StartedAt,
            InputStartedNs = headset.InputStartedAt,
            Ended = CodeNames.Of(end.Kind),
            EndCode = end.Code,
            EndReason = end.Reason,
        };
    }
}
