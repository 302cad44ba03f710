using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// Which of one sender's packets are passed on, without a look into their sound: by the level in their header, and for 300 ms after
// the last loud one. Duplicates and strays are not. Pure: `now` is a parameter; nothing allocates after it is made.
internal sealed class SpeechFilter(byte softest)
{
    private const long Hangover = VoiceActivity.DefaultHangoverFrames * AudioFormat.FrameSamples;

    // By how much a sender's time may leap against ours before it is taken for another stream's: twice what any network delays.
    private const long MaxLeap = 2 * MonotonicClock.Second;

    private readonly StreamTimeline _timeline = new();
    private long _lastLoud = long.MinValue / 2;
    private long _newestTime;
    private long _newestAt;
    private int _stream;
    private bool _isOpen;

    // The soft packets that go out before the one that was just taken.
    public HeldPackets Held { get; } = new();

    // What comes next is another stream's, whatever its numbers.
    public void Restart() => _timeline.End();

    // Whether this datagram goes out now, after those that are held. Otherwise it may be held itself. Isloud: by its level.
    public bool TryTake(in VoiceHeader header, ReadOnlySpan<byte> datagram, long now, out SpokenPacket packet, out bool isLoud)
    {
        StreamTimeline.Place place = _timeline.Locate(header.Sequence, header.Timestamp, out long sequence, out long time);
        packet = default;
        isLoud = header.Level <= softest;
        switch (place)
        {
            case StreamTimeline.Place.Duplicate or StreamTimeline.Place.Stray:
                return false;
            case StreamTimeline.Place.Restart:
                BeginStream();
                break;
            case StreamTimeline.Place.Next when HasLeapt(time, now):
                _stream++;
                break;
        }

        if (place != StreamTimeline.Place.Reordered)
        {
            _newestTime = time;
            _newestAt = now;
        }

        _lastLoud = isLoud ? Math.Max(_lastLoud, time) : _lastLoud;
        bool isSpeech = time - _lastLoud <= Hangover;
        if (!isSpeech || (place == StreamTimeline.Place.Reordered && !_isOpen))
        {
            _isOpen = false;
            Held.Add(sequence, time, datagram);
            return false;
        }

        Held.KeepLeadingTo(sequence, time);
        packet = new SpokenPacket(sequence, time, _stream, Opens: !_isOpen);
        _isOpen = true;
        return true;
    }

    private void BeginStream()
    {
        _stream++;
        _isOpen = false;
        _lastLoud = long.MinValue / 2;
        Held.Clear();
    }

    private bool HasLeapt(long time, long now)
    {
        long leap = AudioFormat.ToNanoseconds(time - _newestTime) - (now - _newestAt);
        return leap is > MaxLeap or < -MaxLeap;
    }
}
