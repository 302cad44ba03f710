using Mcu.Common.Protocol;
using Mcu.Server.Admission;

namespace Mcu.Server.Signaling;

// How fast a client may ask, from the hello on. Joins count as well, so that nobody has codecs made without end; leaving never
// does, so that nobody is held.
internal sealed partial class ControlSession
{
    private readonly SignalLimiter _limiter;

    // Answers what comes too fast, and says so. What breaks the protocol is not spared its end by coming fast.
    private bool IsTooFast(ControlMessage message)
    {
        uint? requestId = message switch
        {
            UnknownMessage unknown => unknown.RequestId,
            Leave or Hello => null,
            ControlRequest request => request.RequestId,
            _ => null,
        };
        if (_phase == SessionPhase.AwaitingHello || requestId is null || _limiter.TryTake())
        {
            return false;
        }

        Answer(requestId.Value, ErrorCode.RateLimited, _limiter.Refusal);
        return true;
    }
}
