using Mcu.Client.Audio.Devices.Interop;
using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Devices;

// The machine's sound cards by PortAudio. Owner: whoever makes it disposes it, after its streams.
internal sealed class PortAudioDevices(RingSize ring) : IAudioDevices
{
    // Offered to a device in this order, after its own default.
    private const int OtherRate = 44_100;
    private const int MaxChannels = 2;

    private readonly PortAudioGate _gate = new();

    // The devices of this machine, or none and the sentence why, so that the program goes on without.
    public static IAudioDevices OpenOrNone(RingSize ring, out string? problem)
    {
        var devices = new PortAudioDevices(ring);
        try
        {
            devices.List();
            problem = null;
            return devices;
        }
        catch (DeviceException e)
        {
            devices.Dispose();
            problem = e.Message;
            return new NoDevices(e.Message);
        }
    }

    // Throws DeviceException where PortAudio is missing or does not start.
    public IReadOnlyList<AudioDevice> List() => _gate.Devices;

    public void LookAgain() => _gate.LookAgain();

    public ICaptureStream OpenCapture(AudioDevice device)
    {
        PaStreamHandle stream = Open(device, DeviceDirection.Input, StreamSize.Capture(ring), out StreamFormat format);
        return PortAudioCapture.Start(stream, format, ring, _gate);
    }

    public IPlaybackStream OpenPlayback(AudioDevice device)
    {
        PaStreamHandle stream = Open(device, DeviceDirection.Output, StreamSize.Playback(ring), out StreamFormat format);
        return PortAudioPlayback.Start(stream, format, ring, _gate);
    }

    public void Dispose() => _gate.End();

    // Our own rate where the device takes it, else its own, which is resampled.
    private PaStreamHandle Open(AudioDevice device, DeviceDirection direction, StreamSize size, out StreamFormat format)
    {
        DeviceException? refusal = null;
        foreach (int rate in (ReadOnlySpan<int>)[AudioFormat.SampleRate, device.DefaultRate, OtherRate])
        {
            if (rate is < SpeexResampler.MinRate or > SpeexResampler.MaxRate)
            {
                continue;
            }

            for (int channels = Math.Min(MaxChannels, device.Channels(direction)); channels >= 1; channels--)
            {
                format = new StreamFormat(rate, channels);
                try
                {
                    return _gate.Open(device, direction, format, size);
                }
                catch (DeviceException e) when (
                    e.NativeCode is LibPortAudio.paInvalidSampleRate or LibPortAudio.paInvalidChannelCount)
                {
                    refusal = e;
                }
            }
        }

        format = default;
        throw refusal ?? new DeviceException($"\"{device.Name}\" has no {Purpose(direction)}.");
    }

    private static string Purpose(DeviceDirection direction) => direction == DeviceDirection.Input ? "input" : "output";
}
