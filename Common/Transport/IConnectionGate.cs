using System.Net;

namespace Mcu.Common.Transport;

/// <summary>
/// Decides whom a listener takes in, before the newcomer has cost more than the packet it sent. Called on the listener's threads,
/// one call at a time: it must neither block nor throw, or everyone's voice waits.
/// </summary>
public interface IConnectionGate
{
    /// <summary>Asked once for every attempt to connect that there is room for; one that was refused may be asked for again.</summary>
    /// <param name="address">
    /// Where the newcomer writes from; an IPv4-mapped address comes as IPv4. It may be forged while nobody was refused lately.
    /// </param>
    /// <param name="now">Nanoseconds of <see cref="MonotonicClock"/>.</param>
    /// <returns>Null to take it in, or the sentence to refuse it with.</returns>
    string? Admit(IPAddress address, long now);

    /// <summary>One that was let in is gone, in whatever way: called exactly once for each, with the address that it came in by.</summary>
    void Release(IPAddress address);
}
