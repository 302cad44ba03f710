using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;

namespace Mcu.Client.Voice;

// How a voice goes out and comes in.
internal sealed record VoiceLineOptions
{
    // A path this short has few queues to wait in. Arbitrary: within a country; the estimate of the first second still holds the
    // handshake's computing, which makes 20 ms of none.
    private static readonly TimeSpan s_shortPath = TimeSpan.FromMilliseconds(40);

    public OpusEncoderOptions Encoding { get; init; } = new();

    public JitterBufferOptions Jitter { get; init; } = new();

    // Bytes of the largest datagram that the other end takes.
    public int MaxDatagram { get; init; } = ProtocolLimits.MaxDatagramBytes;

    // The first guess of the delay costs everybody who is heard before more is known, which takes seconds of speech. On a short
    // path one frame is enough, and later as little as can be measured; where that is wrong, a frame or two is concealed and the
    // buffer grows at once.
    public static JitterBufferOptions JitterFor(TimeSpan roundTrip) => roundTrip < s_shortPath
        ? new() { StartDelay = 20 * MonotonicClock.Millisecond, MinimumDelay = 5 * MonotonicClock.Millisecond }
        : new();
}
