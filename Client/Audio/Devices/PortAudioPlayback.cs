using System.Runtime.InteropServices;
using Mcu.Client.Audio.Devices.Interop;
using Mcu.Common;

namespace Mcu.Client.Audio.Devices;

// Wall two: a running playback stream of PortAudio. After each write as much waits in the native buffer as the card plays while
// managed code may stand still. Like PortAudioCapture it never blocks inside PortAudio.
internal sealed unsafe class PortAudioPlayback : IPlaybackStream
{
    private const int SilenceSamples = 1_024;

    private readonly PaStreamHandle _stream;
    private readonly PortAudioGate _gate;
    private readonly NativeWait _wait = new();
    private readonly float[] _silence;
    private readonly long _capacity;
    private readonly long _queue;
    private bool _hasPlayed;

    private PortAudioPlayback(PaStreamHandle stream, StreamFormat format, RingSize ring, PortAudioGate gate)
    {
        _stream = stream;
        Format = format;
        _gate = gate;
        _silence = new float[SilenceSamples * format.Channels];
        _capacity = LibPortAudio.Pa_GetStreamWriteAvailable(stream).Value;
        _queue = Math.Min(_capacity, (long)ring.QueueMilliseconds * format.Rate / 1_000);
    }

    public StreamFormat Format { get; }

    // Takes the stream over, also where it throws DeviceException.
    public static PortAudioPlayback Start(PaStreamHandle stream, StreamFormat format, RingSize ring, PortAudioGate gate)
    {
        try
        {
            PortAudioLibrary.ThrowIfError(LibPortAudio.Pa_StartStream(stream), "The loudspeaker could not be started");
            return new PortAudioPlayback(stream, format, ring, gate);
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
            StreamStatus room = AwaitRoom(samples, out bool isEmpty);
            if (room != StreamStatus.Done)
            {
                return room;
            }

            StreamStatus status = Put(interleaved, samples, isEmpty);
            if (status == StreamStatus.Gone)
            {
                return status;
            }

            // The waiting stands after the frame and not before it: then the next one is decoded when there is room for it,
            // and does not grow old here.
            room = AwaitRoom(samples, out _);
            return room == StreamStatus.Done ? status : room;
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

    // Until so many samples can be written. IsEmpty: the card has played all there was, or nothing has been written yet.
    private StreamStatus AwaitRoom(int samples, out bool isEmpty)
    {
        for (long deadline = MonotonicClock.Now + NativeWait.Patience; ;)
        {
            long room = LibPortAudio.Pa_GetStreamWriteAvailable(_stream).Value;
            isEmpty = room is LibPortAudio.paOutputUnderflowed || room >= _capacity;
            if (room < 0 && !isEmpty)
            {
                return StreamStatus.Gone;
            }

            long surplus = samples + (_capacity - room) - _queue;
            if (isEmpty || surplus <= 0)
            {
                return StreamStatus.Done;
            }

            if (!_wait.For((int)surplus, Format.Rate, deadline))
            {
                return _wait.IsEnded ? StreamStatus.Gone : StreamStatus.Stalled;
            }
        }
    }

    private StreamStatus Put(ReadOnlySpan<float> interleaved, int samples, bool isEmpty)
    {
        bool isLate = isEmpty && _hasPlayed;
        _hasPlayed = true;
        // On an empty buffer silence first, or the next writes would not have to wait.
        return (isEmpty && !TryRefill(samples)) || !TryWrite(interleaved, samples, ref isLate) ? StreamStatus.Gone
            : isLate ? StreamStatus.Late
            : StreamStatus.Done;
    }

    private bool TryRefill(int samples)
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
