namespace Mcu.Common.Transport.Ngtcp2;

// Connections that other threads want their endpoint to look at. Any thread pushes, the endpoint takes all at once; neither locks
// nor allocates, since the link is in the connection. A connection that is in the stack already is not pushed twice.
internal sealed class RequestStack
{
    private Ngtcp2Connection? _top;

    internal bool IsEmpty => Volatile.Read(ref _top) is null;

    internal void Push(Ngtcp2Connection connection)
    {
        if (Interlocked.Exchange(ref connection.IsRequested, 1) == 1)
        {
            return;
        }

        while (true)
        {
            Ngtcp2Connection? top = Volatile.Read(ref _top);
            connection.NextRequested = top;
            if (Interlocked.CompareExchange(ref _top, connection, top) == top)
            {
                return;
            }
        }
    }

    /// <summary>Endpoint only. Takes everything; the caller walks <see cref="Ngtcp2Connection.NextRequested"/>.</summary>
    internal Ngtcp2Connection? TakeAll() => IsEmpty ? null : Interlocked.Exchange(ref _top, null);
}
