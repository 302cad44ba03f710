using Mcu.Client.Audio.Devices;
using Mcu.Common;
using Xunit;

namespace Mcu.Client.Tests.Audio.Devices;

public class RingSizeTests
{
    [Theory]
    [InlineData(RingSize.MinFrames, 100, 60, 40)]
    [InlineData(RingSize.DefaultFrames, 200, 120, 80)]
    [InlineData(50, 1_000, 600, 400)]
    public void Frames_are_room_at_the_microphone_and_two_fifths_of_them_queue_at_the_loudspeaker(
        int frames, int roomMs, int backlogMs, int queueMs)
    {
        var ring = new RingSize(frames);
        Assert.Equal((roomMs, backlogMs, queueMs), (ring.RoomMilliseconds, ring.BacklogMilliseconds, ring.QueueMilliseconds));

        // What is asked for natively has room for that; a playback buffer gets one period more from PortAudio.
        Assert.True(StreamSize.Capture(ring).Latency > roomMs * MonotonicClock.Millisecond);
        Assert.Equal(queueMs * MonotonicClock.Millisecond, StreamSize.Playback(ring).Latency + StreamSize.Playback(ring).Period);
    }
}
