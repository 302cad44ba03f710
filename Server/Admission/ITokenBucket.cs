namespace Mcu.Server.Admission;

// So many at once, and so many a second after that. The narrow seam in front of System.Threading.RateLimiting, which reads a
// clock of its own: tests put a bucket with virtual time here. Any thread; never waits.
internal interface ITokenBucket : IDisposable
{
    bool TryTake();
}
