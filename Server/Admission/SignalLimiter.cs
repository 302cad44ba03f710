namespace Mcu.Server.Admission;

// How fast one client may send commands. Owner: its session. Whether a command counts (to leave is always allowed) is the
// session's to say.
internal sealed class SignalLimiter : IDisposable
{
    private readonly ITokenBucket _bucket;

    public SignalLimiter(int perSecond, int burst)
        : this(perSecond, burst, new TokenBucket(perSecond, burst))
    {
    }

    public SignalLimiter(int perSecond, int burst, ITokenBucket bucket)
    {
        _bucket = bucket;
        Refusal = $"You send commands too fast: at most {perSecond} a second are taken, and {burst} at once. This one was not carried out.";
    }

    // The sentence for whoever was refused.
    public string Refusal { get; }

    public bool TryTake() => _bucket.TryTake();

    public void Dispose() => _bucket.Dispose();
}
