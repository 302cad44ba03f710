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

    // Mixing thread: whether the sender is to be shown as talking.
    public bool IsShown { get; private set; }

    // Whether a further Look would find nothing new.
    public bool IsIdle => !IsShown && Volatile.Read(ref _loud) == _seenLoud;

    // Mixing thread, once per tick. `isHeard`: whether anybody may hear the sender.
    public void Look(long now, bool isHeard)
    {
        _seenLoud = Volatile.Read(ref _loud);
        IsShown = isHeard && now - Volatile.Read(ref _loudAt) <= Hangover;
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
            Volatile.Write(ref _loudAt, now);
            Volatile.Write(ref _loud, _loud + 1);
            return Outcome.PassedSpeech;
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
        PassedSpeech,
    }
}
