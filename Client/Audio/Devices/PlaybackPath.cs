using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Devices;

// From frames of 48 kHz mono to a device's samples, whatever its rate and channels. Owns the stream.
internal sealed class PlaybackPath : DevicePath
{
    // More than the resampler may put out for a frame beyond the ratio of the rates.
    private const int Margin = 16;

    private readonly IPlaybackStream _stream;
    private readonly int _channels;
    private readonly float[] _mono;
    private readonly float[] _interleaved;
    private readonly SpeexResampler? _resampler;

    // As CapturePath.
    private PlaybackPath(IPlaybackStream stream, AudioDevice device)
        : base(device, stream.Format)
    {
        _stream = stream;
        (int rate, _channels) = stream.Format;
        _resampler = rate == AudioFormat.SampleRate ? null : new SpeexResampler(AudioFormat.SampleRate, rate);
        _mono = new float[((long)AudioFormat.FrameSamples * rate / AudioFormat.SampleRate) + Margin];
        _interleaved = new float[_mono.Length * _channels];
    }

    // Throws DeviceException.
    public static PlaybackPath Open(IAudioDevices devices, AudioDevice device)
    {
        IPlaybackStream stream = devices.OpenPlayback(device);
        try
        {
            return new PlaybackPath(stream, device);
        }
        catch (SpeexException e)
        {
            stream.Dispose();
            throw new DeviceException(e.Message, e);
        }
    }

    // Waits until the device has room for the next frame.
    public StreamStatus Write(ReadOnlySpan<float> frame)
    {
        if (_resampler is null)
        {
            return Put(frame);
        }

        StreamStatus worst = StreamStatus.Done;
        while (!frame.IsEmpty)
        {
            _resampler.Process(frame, _mono, out int consumed, out int produced);
            frame = frame[consumed..];
            StreamStatus status = produced == 0 ? StreamStatus.Done : Put(_mono.AsSpan(0, produced));
            if (status is StreamStatus.Stalled or StreamStatus.Gone)
            {
                return status;
            }

            worst = status == StreamStatus.Late ? status : worst;
        }

        return worst;
    }

    protected override void End() => _stream.Dispose();

    protected override void Free() => _resampler?.Dispose();

    private StreamStatus Put(ReadOnlySpan<float> mono)
    {
        Span<float> interleaved = _interleaved.AsSpan(0, mono.Length * _channels);
        ChannelMix.Up(mono, _channels, interleaved);
        return _stream.Write(interleaved);
    }
}
