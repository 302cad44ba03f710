using System.Net;
using Mcu.Common.Transport;

namespace Mcu.Client.Session;

// Where to connect and as whom.
internal sealed record SessionOptions
{
    // The addresses of one server, tried in this order.
    public required IReadOnlyList<IPEndPoint> EndPoints { get; init; }

    // Sent as SNI where the server was named and not numbered.
    public string? ServerName { get; init; }

    // What the server's certificate must be; null accepts any, so that anyone in between can listen.
    public required CertificateFingerprint? Pin { get; init; }

    public required string Room { get; init; }

    public required string Name { get; init; }
}
