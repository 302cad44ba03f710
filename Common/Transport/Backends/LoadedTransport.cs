namespace Mcu.Common.Transport.Backends;

/// <summary>The backend that was taken.</summary>
/// <param name="Transport">The backend.</param>
/// <param name="Why">
/// Why none that is preferred was taken: <c>msquic is not used: …</c>, on one line. Null where the first choice was.
/// </param>
public sealed record LoadedTransport(ITransport Transport, string? Why)
{
    /// <summary>All of it on one line, for the log: <c>ngtcp2 (ngtcp2 1.11.0, GnuTLS 3.7.9); msquic is not used: …</c></summary>
    public string Description => Why is null ? Summary : $"{Summary}; {Why}";

    /// <summary>Name and library: <c>ngtcp2 (ngtcp2 1.11.0, GnuTLS 3.7.9)</c>.</summary>
    public string Summary => $"{Transport.Name} ({Transport.Library})";
}
