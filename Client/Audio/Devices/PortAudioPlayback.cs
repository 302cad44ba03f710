using System.Runtime.InteropServices;
using Mcu.Client.Audio.Devices.Interop;
using Mcu.Common;

namespace Mcu.Client.Audio.Devices;

// Wall two: a running playback stream of PortAudio. After each write as much waits in the native buffer as the card plays while
// managed code may stand still. Like PortAudioCapture it never blocks inside PortAudio.
internal sealed unsafe class PortAudioPlayback : IPlaybackStream
{
    // What waits after a write. It is 20 ms less just before the next, and then 50 ms of standing still must pass unheard.
    public const int QueueMilliseconds = 75;
    private const int SilenceSamples = 1_024;

    private readonly PaStreamHandle _stream;
    private readonly PortAudioGate _gate;
    private readonly NativeWait _wait = new();
    private readonly float[] _silence;
    private readonly long _capacity;
    private readonly long _queue;
    private bool _hasPlayed;

    private PortAudioPlayback(PaStreamHandle stream, StreamFormat format, PortAudioGate gate)
    {
        _stream = stream;
        Format = format;
        _gate = gate;
        _silence = new float[SilenceSamples * format.Channels];
        _capacity = LibPortAudio.Pa_GetStreamWriteAvailable(stream).Value;
        _queue = Math.Min(_capacity, (long)QueueMilliseconds * format.Rate / 1_000);
    }

    public StreamFormat Format { get; }

    // Takes the stream over, also where it throws DeviceException.
    public static PortAudioPlayback Start(PaStreamHandle stream, StreamFormat format, PortAudioGate gate)
    {
        try
        {
            PortAudioLibrary.ThrowIfError(LibPortAudio.Pa_StartStream(stream), "The loudspeaker could not be started");
            return new PortAudioPlayback(stream, format, gate);
        }
        catch (DeviceException)
        {
            stream.Dispose();
            throw;
        }
    }

    public StreamStatus Write(ReadOnlySpan<float> interleaved)
    {
        if (_gate.IsRenewing)
        {
            Dispose();
        }

        try
        {
            int samples = interleaved.Length / Format.Channels;
            long deadline = MonotonicClock.Now + NativeWait.Patience;
            while (true)
            {
                long room = LibPortAudio.Pa_GetStreamWriteAvailable(_stream).Value;
                if (room is < 0 and not LibPortAudio.paOutputUnderflowed)
                {
                    return StreamStatus.Gone;
                }

                if (room < 0 || room >= _capacity)
                {
                    // It ran empty, or this is the first write. Silence first, or the next writes would not have to wait.
                    bool isLate = _hasPlayed;
                    _hasPlayed = true;
                    return Refill(samples) ? Put(interleaved, samples, isLate) : StreamStatus.Gone;
                }

                long surplus = samples - (_queue - (_capacity - room));
                if (surplus <= 0)
                {
                    return Put(interleaved, samples, isLate: false);
                }

                if (!_wait.For((int)surplus, Format.Rate, deadline))
                {
                    return _wait.IsEnded ? StreamStatus.Gone : StreamStatus.Stalled;
                }
            }
        }
        catch (ObjectDisposedException)
        {
            return StreamStatus.Gone;
        }
    }

    public void Dispose()
    {
        _wait.End();
        _stream.Dispose();
    }

    private bool Refill(int samples)
    {
        bool ignored = false;
        for (long left = _queue - samples; left > 0; left -= SilenceSamples)
        {
            if (!TryWrite(_silence, (int)Math.Min(left, SilenceSamples), ref ignored))
            {
                return false;
            }
        }

        return true;
    }

    private StreamStatus Put(ReadOnlySpan<float> interleaved, int samples, bool isLate) =>
        !TryWrite(interleaved, samples, ref isLate) ? StreamStatus.Gone : isLate ? StreamStatus.Late : StreamStatus.Done;

    private bool TryWrite(ReadOnlySpan<float> interleaved, int samples, ref bool isLate)
    {
        int result;
        fixed (float* buffer = interleaved)
        {
            result = LibPortAudio.Pa_WriteStream(_stream, buffer, new CULong((nuint)samples));
        }

        isLate |= result == LibPortAudio.paOutputUnderflowed;
        return result is LibPortAudio.paNoError or LibPortAudio.paOutputUnderflowed;
    }
}
