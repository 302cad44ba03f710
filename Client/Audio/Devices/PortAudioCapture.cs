using System.Runtime.InteropServices;
using Mcu.Client.Audio.Devices.Interop;
using Mcu.Common;

namespace Mcu.Client.Audio.Devices;

// Wall two: a running capture stream of PortAudio. What arrives waits in the native buffer, which no pause of managed code can
// stop. It never blocks inside PortAudio, which waits for a dead device for half a minute: it waits for as long as the missing
// samples take, then reads what is there.
internal sealed unsafe class PortAudioCapture : ICaptureStream
{
    // Reads in a row after which as much is there as before: a stream that has died without saying so.
    private const int MaxIdleReads = 5;

    private readonly PaStreamHandle _stream;
    private readonly PortAudioGate _gate;
    private readonly RingSize _ring;
    private readonly NativeWait _wait = new();
    // Sound was lost since the last read that brought some.
    private bool _isLate;
    private int _idleReads;

    private PortAudioCapture(PaStreamHandle stream, StreamFormat format, RingSize ring, PortAudioGate gate)
    {
        _stream = stream;
        Format = format;
        _ring = ring;
        _gate = gate;
    }

    public StreamFormat Format { get; }

    // Takes the stream over, also where it throws DeviceException.
    public static PortAudioCapture Start(PaStreamHandle stream, StreamFormat format, RingSize ring, PortAudioGate gate)
    {
        var capture = new PortAudioCapture(stream, format, ring, gate);
        try
        {
            PortAudioLibrary.ThrowIfError(LibPortAudio.Pa_StartStream(stream), "The microphone could not be started");
            return capture;
        }
        catch (DeviceException)
        {
            capture.Dispose();
            throw;
        }
    }

    public StreamStatus Read(Span<float> interleaved)
    {
        StreamStatus status = TryRead(interleaved);
        if (status is StreamStatus.Stalled or StreamStatus.Gone)
        {
            interleaved.Clear();
        }

        return status;
    }

    public void Dispose()
    {
        _wait.End();
        _stream.Dispose();
    }

    private StreamStatus TryRead(Span<float> interleaved)
    {
        if (_gate.IsRenewing)
        {
            Dispose();
        }

        try
        {
            int samples = interleaved.Length / Format.Channels;
            bool hasRestarted = false;
            for (long deadline = MonotonicClock.Now + NativeWait.Patience; ;)
            {
                long there = LibPortAudio.Pa_GetStreamReadAvailable(_stream).Value;
                if (there < 0 && there != LibPortAudio.paInputOverflowed)
                {
                    return StreamStatus.Gone;
                }

                // The buffer has run over or is about to; ALSA's plugins then hand out old samples for ever.
                if (there < 0 || Milliseconds(there) >= _ring.RoomMilliseconds)
                {
                    if (hasRestarted || !TryRestart())
                    {
                        return StreamStatus.Gone;
                    }

                    hasRestarted = true;
                    _isLate = true;
                }
                else if (there >= samples)
                {
                    return Take(interleaved, samples, there);
                }

                int missing = (int)(samples - Math.Max(0, Math.Min(there, samples - 1)));
                if (!_wait.For(missing, Format.Rate, deadline))
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

    private StreamStatus Take(Span<float> interleaved, int samples, long there)
    {
        // Too long a backlog is thrown away but for what is asked for, piece by piece through the caller's own memory.
        _isLate |= Milliseconds(there) > _ring.BacklogMilliseconds;
        long unwanted = _isLate ? there - samples : 0;
        while (unwanted > 0)
        {
            int piece = (int)Math.Min(unwanted, samples);
            if (!TryRead(interleaved, piece))
            {
                return StreamStatus.Gone;
            }

            unwanted -= piece;
        }

        if (!TryRead(interleaved, samples))
        {
            return StreamStatus.Gone;
        }

        _idleReads = LibPortAudio.Pa_GetStreamReadAvailable(_stream).Value >= there ? _idleReads + 1 : 0;
        StreamStatus status = _isLate ? StreamStatus.Late : StreamStatus.Done;
        _isLate = false;
        return _idleReads >= MaxIdleReads ? StreamStatus.Gone : status;
    }

    private bool TryRead(Span<float> interleaved, int samples)
    {
        int result;
        fixed (float* buffer = interleaved)
        {
            result = LibPortAudio.Pa_ReadStream(_stream, buffer, new CULong((nuint)samples));
        }

        _isLate |= result == LibPortAudio.paInputOverflowed;
        return result is LibPortAudio.paNoError or LibPortAudio.paInputOverflowed;
    }

    private bool TryRestart() =>
        LibPortAudio.Pa_AbortStream(_stream) == LibPortAudio.paNoError
        && LibPortAudio.Pa_StartStream(_stream) == LibPortAudio.paNoError;

    private long Milliseconds(long samples) => samples * 1_000 / Format.Rate;
}
