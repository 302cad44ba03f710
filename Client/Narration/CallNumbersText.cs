using System.Globalization;
using Mcu.Common.Audio;

namespace Mcu.Client.Narration;

// Pure: the numbers of a call as lines for people.
internal static class CallNumbersText
{
    private static readonly CultureInfo s_plain = CultureInfo.InvariantCulture;

    public static IEnumerable<string> Lines(CallNumbers numbers)
    {
        if (numbers is { Network: { } network, Voice: { } voice })
        {
            yield return string.Create(
                s_plain,
                $"network: round trip {network.RoundTripTime.TotalMilliseconds:F1} ms, jitter {voice.JitterMs:F1} ms, "
                + $"lost {numbers.DownlinkLossPercent:F1} % to us and {numbers.UplinkLossPercent} % from us");
            yield return string.Create(
                s_plain,
                $"heard: {voice.Received} packets, {voice.Lost} lost, {voice.Late} late, {voice.FecRebuilt} rebuilt, "
                + $"{voice.Concealed} concealed");
            yield return string.Create(
                s_plain, $"jitter buffer: {voice.BufferDelayMs:F0} ms, aiming at {voice.TargetDelayMs:F0} ms");
            yield return string.Create(s_plain, $"sent: {numbers.PacketsSent} packets");
        }
        else
        {
            yield return "network: not connected";
        }

        yield return $"QUIC: {numbers.Transport}";
        yield return $"microphone: {numbers.InputName}, {Level(numbers.InputLevel)}, {numbers.Overruns} overruns";
        yield return $"loudspeaker: {numbers.OutputName}, {Level(numbers.OutputLevel)}, {numbers.Underruns} underruns";
        string gain = numbers.AutomaticGain ? string.Create(s_plain, $" ({numbers.GainDecibels:+0;-0;0} dB)") : "";
        yield return $"echo cancellation {OnOff(numbers.EchoCancellation)}, noise suppression {OnOff(numbers.NoiseSuppression)}, "
            + $"automatic gain {OnOff(numbers.AutomaticGain)}{gain}";
    }

    private static string Level(byte level) => level >= AudioLevel.Silence ? "silent" : $"−{level} dBov";

    private static string OnOff(bool isOn) => isOn ? "on" : "off";
}
