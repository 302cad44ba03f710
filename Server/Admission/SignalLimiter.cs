using System.Globalization;

namespace Mcu.Server.Admission;

// How fast one client may send commands. Owner: its session. Whether a command counts (to leave is always allowed) is the
// session's to say.
internal sealed class SignalLimiter : IDisposable
{
    private readonly ITokenBucket _bucket;

    // A rate of 0 is no limit.
    public SignalLimiter(double perSecond, int burst)
        : this(perSecond, burst, TokenBucket.Create(perSecond, burst))
    {
    }

    public SignalLimiter(double perSecond, int burst, ITokenBucket bucket)
    {
        _bucket = bucket;
        Refusal = string.Create(
            CultureInfo.InvariantCulture,
            $"You send commands too fast: at most {perSecond:0.##} a second are taken, and {burst} at once. This one was not carried out.");
    }

    // The sentence for whoever was refused.
    public string Refusal { get; }

    public bool TryTake() => _bucket.TryTake();

    public void Dispose() => _bucket.Dispose();
}
