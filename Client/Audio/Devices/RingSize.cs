using Mcu.Common;
using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Devices;

// How much sound the native buffers hold, in frames: for how long this program may stand still, and what that costs in delay. Frames:
// 5 or more, or the loudspeaker's queue would be no longer than the frame that is written to it.
internal readonly record struct RingSize(int Frames)
{
    public const int MinFrames = 5;

    // 200 ms of room for the microphone; 80 ms of queue for the loudspeaker, which is 55 ms just before a frame is written, so that
    // a standstill of 50 ms passes unheard.
    public const int DefaultFrames = 10;

    private const int FrameMilliseconds = (int)(AudioFormat.FrameDuration / MonotonicClock.Millisecond);

    // What may wait of the microphone's sound; beyond that it is lost.
    public int RoomMilliseconds => Frames * FrameMilliseconds;

    // Where more than this waits, nobody wants it any more.
    public int BacklogMilliseconds => RoomMilliseconds * 3 / 5;

    // What waits for the loudspeaker after a frame was written. It is delay for whoever listens, so it is less.
    public int QueueMilliseconds => RoomMilliseconds * 2 / 5;
}
