using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Devices;

// From a device's samples, whatever its rate and channels, to frames of 48 kHz mono. Owns the stream.
internal sealed class CapturePath : DevicePath
{
    private readonly ICaptureStream _stream;
    private readonly int _channels;
    private readonly int _rate;
    private readonly float[] _interleaved;
    private readonly float[] _mono;
    private readonly SpeexResampler? _resampler;
    private int _start;
    private int _end;

    // Throws SpeexException where the rate must be changed and libspeexdsp is missing.
    private CapturePath(ICaptureStream stream, AudioDevice device)
        : base(device, stream.Format)
    {
        _stream = stream;
        (_rate, _channels) = stream.Format;
        _resampler = _rate == AudioFormat.SampleRate ? null : new SpeexResampler(_rate, AudioFormat.SampleRate);
        _mono = new float[InputFor(AudioFormat.FrameSamples)];
        _interleaved = new float[_mono.Length * _channels];
    }

    // Throws DeviceException.
    public static CapturePath Open(IAudioDevices devices, AudioDevice device)
    {
        ICaptureStream stream = devices.OpenCapture(device);
        try
        {
            return new CapturePath(stream, device);
        }
        catch (SpeexException e)
        {
            stream.Dispose();
            throw new DeviceException(e.Message, e);
        }
    }

    // Waits for a frame. What could not be had of it is silence.
    public StreamStatus Read(Span<float> frame)
    {
        if (_resampler is null)
        {
            return Fetch(frame);
        }

        StreamStatus worst = StreamStatus.Done;
        for (int filled = 0; filled < frame.Length;)
        {
            if (_start == _end)
            {
                // No more than the frame needs: what is fetched too early has been waited for in vain.
                int count = Math.Min(_mono.Length, InputFor(frame.Length - filled));
                StreamStatus status = Fetch(_mono.AsSpan(0, count));
                if (status is StreamStatus.Stalled or StreamStatus.Gone)
                {
                    frame[filled..].Clear();
                    return status;
                }

                worst = status == StreamStatus.Late ? status : worst;
                (_start, _end) = (0, count);
            }

            _resampler.Process(_mono.AsSpan(_start, _end - _start), frame[filled..], out int consumed, out int produced);
            _start += consumed;
            filled += produced;
        }

        return worst;
    }

    protected override void End() => _stream.Dispose();

    protected override void Free() => _resampler?.Dispose();

    private StreamStatus Fetch(Span<float> mono)
    {
        Span<float> interleaved = _interleaved.AsSpan(0, mono.Length * _channels);
        StreamStatus status = _stream.Read(interleaved);
        ChannelMix.Down(interleaved, _channels, mono);
        return status;
    }

    // The input that makes about so many samples, rounded up.
    private int InputFor(int samples) =>
        (int)((((long)samples * _rate) + AudioFormat.SampleRate - 1) / AudioFormat.SampleRate);
}
