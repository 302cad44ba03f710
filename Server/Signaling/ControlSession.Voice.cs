using Mcu.Common;
using Mcu.Common.Protocol;
using Mcu.Server.Admission;
using Mcu.Server.Mixing;

namespace Mcu.Server.Signaling;

// The datagrams of a session. They come on the endpoint's thread and go straight into the participant's ring, or on to the one who
// hears nobody else.
internal sealed partial class ControlSession
{
    private readonly VoiceAllowance _allowance;
    private volatile MixParticipant? _voice;
    private bool _toldOfVoice;

    private void TakeDatagram(ReadOnlySpan<byte> datagram, long now)
    {
        if (_voice is not { } voice)
        {
            _context.Statistics.CountOutsideRoom();
        }
        else if (_allowance.TryTake(now))
        {
            if (voice.Receive(datagram, now))
            {
                _context.Statistics.AddedDelay.Record(MonotonicClock.Now - now);
            }
        }
        else
        {
            _context.Statistics.CountOverRate();
            TellOfVoiceOnce();
        }
    }

    // Once, and not on the endpoint's thread: a client that does not stop would be told for every datagram.
    private void TellOfVoiceOnce()
    {
        if (!_toldOfVoice)
        {
            _toldOfVoice = true;
            ThreadPool.UnsafeQueueUserWorkItem(static session => session.TellOfVoice(), this, preferLocal: false);
        }
    }

    private void TellOfVoice() => Answer(
        requestId: 0,
        ErrorCode.RateLimited,
        $"You send more voice than is taken: {_context.VoiceRate} datagrams a second are allowed, 50 are enough. The rest is dropped.");
}
