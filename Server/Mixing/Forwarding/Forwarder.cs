using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// One sender's packets on their way to those who hear nobody else: no decoding, no jitter buffer, no tick. Thread: the sender's
// endpoint's, but for what says otherwise. Nothing allocates after it is made, which is with the first packet to pass on.
internal sealed class Forwarder(MixParticipant source, byte softest, MixStatistics statistics)
{
    private const long Hangover = VoiceActivity.DefaultHangoverFrames * AudioFormat.FrameDuration;

    private readonly SpeechFilter _filter = new(softest);
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private ForwardRoutes? _routes;
    private int _gateState;
    private long _loudAt = long.MinValue / 2;
    private long _loud;
    private long _seenLoud;
    private volatile bool _isShown;

    // Whether the sender is to be shown as talking. Changed by the mixing thread.
    public bool IsShown => _isShown;

    // Mixing thread: up to when a further Look would find nothing new.
    public long IdleUntil =>
        IsShown ? Volatile.Read(ref _loudAt) + Hangover + 1
        : Volatile.Read(ref _loud) == _seenLoud ? long.MaxValue
        : long.MinValue;

    // Mixing thread, last in a tick. `isHeard`: whether anybody may hear the sender. Who is shown no more is not before a loud packet
    // comes, so that further looks find the same, whether there are any or not.
    public void Look(long now, bool isHeard)
    {
        long loud = Volatile.Read(ref _loud);
        bool mayBeShown = isHeard && (_isShown || loud != _seenLoud);
        _seenLoud = loud;
        _isShown = mayBeShown && now - Volatile.Read(ref _loudAt) <= Hangover;
    }

    // A packet went into a mix only: what comes next is not to be judged by what was passed on before.
    public void PassOver() => _routes = null;

    public Outcome Pass(ReadOnlySpan<byte> datagram, long now, ForwardRoutes routes, int gateState)
    {
        if (routes != _routes || gateState != _gateState)
        {
            if (_routes is null || gateState != _gateState)
            {
                _filter.Restart();
            }

            _routes = routes;
            _gateState = gateState;
        }

        if (!VoiceHeader.TryRead(datagram, out VoiceHeader header, out ReadOnlySpan<byte> payload) || !IsFrame(payload))
        {
            statistics.CountMalformed();
            return Outcome.Malformed;
        }

        if (!_filter.TryTake(header, datagram, now, out SpokenPacket packet, out bool isLoud))
        {
            return Outcome.HeldBack;
        }

        bool passed = false;
        foreach (ForwardLane lane in routes.Lanes)
        {
            passed |= lane.TryPass(source, packet, _filter.Held, datagram, _datagram, now);
        }

        _filter.Held.Clear();
        if (!passed)
        {
            return Outcome.HeldBack;
        }

        if (isLoud)
        {
            // A full fence: a mixing thread that does not see this yet has not lain down, and who is shown by then is shown to it.
            Volatile.Write(ref _loudAt, now);
            Interlocked.Increment(ref _loud);
            return IsShown ? Outcome.Passed : Outcome.PassedNews;
        }

        return Outcome.Passed;
    }

    // What is passed on is not looked into any further; so it has to look like what it says.
    private static bool IsFrame(ReadOnlySpan<byte> payload) =>
        OpusPacket.TryParse(payload, out OpusPacket shape) && shape.Samples == AudioFormat.FrameSamples;

    internal enum Outcome
    {
        Malformed,
        HeldBack,
        Passed,

        // Passed on, and the sender is not shown as talking yet.
        PassedNews,
    }
}
