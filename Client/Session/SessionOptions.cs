using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;

namespace Mcu.Client.Session;

// Where to connect and as whom.
internal sealed record SessionOptions
{
    // The addresses of one server, tried in this order.
    public required IReadOnlyList<IPEndPoint> EndPoints { get; init; }

    // Sent as SNI where the server was named and not numbered.
    public string? ServerName { get; init; }

    // Decides on the server's certificate, on the endpoint's thread, before anything is sent to it.
    public required CertificateCheck Check { get; init; }

    // Called once the server has proven that it holds the key of what was accepted, before anything is said to it.
    public Action? Connected { get; init; }

    // By which the server knows us again, with its private key; null to stay unknown.
    public X509Certificate2? Certificate { get; init; }

    // How often the server is asked for a sign of life where there is nothing else to say.
    public TimeSpan KeepAlive { get; init; } = TransportDefaults.KeepAlive;

    public required string Room { get; init; }

    public required string Name { get; init; }
}
