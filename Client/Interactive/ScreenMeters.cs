using Mcu.Client.Narration;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Interactive;

// Pure: the numbers of a call as the screen has them.
internal static class ScreenMeters
{
    public static Measurements Of(CallNumbers numbers) => new()
    {
        RttMs = Rounded(numbers.Network?.RoundTripTime.TotalMilliseconds),
        LossPercent = numbers.Voice is null ? null : Math.Round(numbers.DownlinkLossPercent, 1),
        JitterMs = Rounded(numbers.Voice?.JitterMs),
        BufferDelayMs = numbers.Voice is { } voice ? Math.Round(voice.BufferDelayMs) : null,
        Concealed = numbers.Voice?.Concealed ?? 0,
        RebuiltByFec = numbers.Voice?.FecRebuilt ?? 0,
        PacketsSent = numbers.PacketsSent,
        PacketsReceived = numbers.Voice?.Received ?? 0,
        PacketsLost = numbers.Voice?.Lost ?? 0,
        PacketsLate = numbers.Voice?.Late ?? 0,
        MicrophoneLevel = numbers.InputLevel,
        HeardLevel = numbers.OutputLevel,
        InputDevice = numbers.InputName,
        OutputDevice = numbers.OutputName,
        Overruns = numbers.Overruns,
        Underruns = numbers.Underruns,
        Transport = numbers.Transport,
        EchoCancellation = numbers.EchoCancellation,
        NoiseSuppression = numbers.NoiseSuppression,
        AutomaticGain = numbers.AutomaticGain,
    };

    public static VoiceState VoiceOf(CallNumbers numbers) => new(numbers.Mode)
    {
        IsMuted = numbers.IsMuted,
        IsTalkKeyDown = numbers.IsTalkKeyDown,
        IsSending = numbers.IsSending,
    };

    // So that the screen is not drawn anew for what nobody sees.
    private static double? Rounded(double? milliseconds) => milliseconds is { } ms ? Math.Round(ms, 1) : null;
}
