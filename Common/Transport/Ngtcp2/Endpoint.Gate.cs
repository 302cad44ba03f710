using System.Net;
using Mcu.Common.Transport.Ngtcp2.Interop;

namespace Mcu.Common.Transport.Ngtcp2;

// The gate's side of taking newcomers in: it is asked once for each, and told once when each is gone.
//
// A packet's source can be forged until a Retry has proven it. So that forgers can neither fill the memory nor use up what the gate
// allows to somebody else, newcomers must prove their address first while many handshakes are under way, and for a while after the
// gate has refused somebody who had not.
internal sealed unsafe partial class Endpoint
{
    /// <summary>Arbitrary: a forger gets hold of one burst of an address's allowance in this time, and its owner of all the rest.</summary>
    private const long SuspicionTime = 10 * MonotonicClock.Second;

    /// <summary>Arbitrary. Hardly anyone's first flight comes in pieces; beyond it the attempt is charged twice.</summary>
    private const int MaxPromises = 64;

    // Until when. The id is the client's choice, and so can be anybody's: only with the address does it name one attempt.
    private readonly Dictionary<(ConnectionId Id, IPAddress Address), long> _promises = [];

    /// <returns>Null to take it in, or the sentence to refuse it with.</returns>
    private string? Admit(IPAddress address, in ngtcp2_cid? originalId, long now)
    {
        if (_listen!.Gate is null)
        {
            return null;
        }

        DropOldPromises(now);
        if (originalId is { } first && _promises.Remove((ConnectionId.From(&first), address)))
        {
            return null;
        }

        string? refusal = _group.Admit(address, now);
        if (refusal is not null && originalId is null)
        {
            _group.SuspectUntil(now + SuspicionTime);
        }

        return refusal;
    }

    private void ReleaseAdmission(Ngtcp2Connection connection)
    {
        if (connection.AdmittedFrom is { } address)
        {
            connection.AdmittedFrom = null;
            _group.Release(address);
        }
    }

    /// <summary>The gate has let this one in, and it was sent away only to come back with its address proven: it need not ask again.</summary>
    private void Promise(Ngtcp2Connection connection, ConnectionId originalId, long now)
    {
        if (_listen?.Gate is not null && connection.AdmittedFrom is { } address && _promises.Count < MaxPromises
            && _promises.TryAdd((originalId, address), now + (long)RetryTokenLifetime))
        {
            connection.AdmittedFrom = null;
        }
    }

    private void DropOldPromises(long now)
    {
        foreach (((ConnectionId Id, IPAddress Address) promised, long until) in _promises)
        {
            if (now >= until)
            {
                // A dictionary may lose entries while it is walked through.
                _promises.Remove(promised);
                _group.Release(promised.Address);
            }
        }
    }
}
