using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Processing;

// What is being played, for the echo canceller: the playback thread writes every frame it hands to its device, the capture
// thread reads one for every frame it captures. Single producer, single consumer, no lock, no allocation.
//
// Frames are counted on both sides, and the reader stays Lead frames behind the writer on average. It goes on by one with every
// frame captured, whether or not the frame is there yet: a thread that was held up and catches up shifts nothing, as neither
// device lost anything. Where a device did lose something (an underrun, an overrun), or after minutes of two sound cards' clocks
// running apart, the average is off by a frame for a whole second, and the reader moves by whole frames back to where it was.
// After a loss that is where the canceller learned the echo; after drift it has to learn it anew, which takes a second or two.
internal sealed class EchoReference
{
    // Frames that the reader stays behind: less than what the playback device has queued, so that the reference is always earlier
    // than its echo, and enough for a thread that comes late.
    internal const int Lead = 2;

    // Reads over which the distance is averaged, and the first time, when the writer has just filled its device's queue.
    internal const int Window = 50;
    internal const int FirstWindow = 10;

    // Distance from where it should be, in frames, that is taken for a shift.
    private const double MaxError = 0.9;

    // A reader so far ahead finds that nothing is being played any more.
    private const int MaxAhead = 10;

    private const int Frames = 16;
    private const int Frame = AudioFormat.FrameSamples;

    private readonly short[] _ring = new short[Frames * Frame];
    private long _written; // the writer's; the reader looks
    private long _read; // from here on the reader's
    private long _writtenWhenLost;
    private int _window = FirstWindow;
    private int _reads;
    private long _distance;
    private bool _isFollowing;

    // How often the reader had to move. Any thread.
    public int Shifts { get; private set; }

    // Takes one frame that is played after the last one. Playback thread.
    public void Write(ReadOnlySpan<float> frame)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frame.Length, Frame, nameof(frame));
        MixKernels.ToInt16(frame, Slot(_written));
        Volatile.Write(ref _written, _written + 1);
    }

    // Gives the frame that goes with the one just captured; silence where nothing is played. Capture thread.
    public void Read(Span<short> frame)
    {
        long written = Volatile.Read(ref _written);
        if (!_isFollowing)
        {
            if (written == _writtenWhenLost)
            {
                frame.Clear();
                return;
            }

            Follow(written);
        }

        Observe(written);
        if (!_isFollowing || _read < 0 || _read >= written)
        {
            frame.Clear();
        }
        else
        {
            Slot(_read).CopyTo(frame);
        }

        _read++;
    }

    private void Follow(long written)
    {
        _isFollowing = true;
        _read = written - Lead;
        _window = FirstWindow;
        _reads = 0;
        _distance = 0;
    }

    private void Observe(long written)
    {
        long distance = written - _read;
        if (distance < -MaxAhead)
        {
            _isFollowing = false;
            _writtenWhenLost = written;
            return;
        }

        if (distance >= Frames)
        {
            Follow(written); // what should be read is overwritten
            Shifts++;
            return;
        }

        _distance += distance;
        if (++_reads < _window)
        {
            return;
        }

        double error = ((double)_distance / _reads) - Lead;
        if (Math.Abs(error) > MaxError)
        {
            _read += (long)Math.Round(error);
            Shifts++;
        }

        _window = Window;
        _reads = 0;
        _distance = 0;
    }

    private Span<short> Slot(long index) => _ring.AsSpan((int)(index % Frames) * Frame, Frame);
}
