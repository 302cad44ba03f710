using System.Net;
using Mcu.Common.Transport;
using Mcu.Server.Admission;
using Mcu.Server.Hosting;
using Mcu.Server.Tests.Admission;
using Mcu.Testing;
using Mcu.Testing.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mcu.Server.Tests.Hosting;

// That what the options say of certificates and connections is what the listener does.
public sealed class ServerHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly InMemoryTransport _network = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_certificate_is_kept_in_the_data_directory()
    {
        var options = new ServerOptions { DataDirectory = _folder["data"] };
        CertificateFingerprint first;
        await using (ServerHost host = Start(options))
        {
            first = host.Fingerprint;
        }

        await using ServerHost again = Start(options);
        Assert.Equal(first, again.Fingerprint);
        await using ITransportConnection client = await ConnectAsync(again);
        Assert.Equal(first, client.PeerFingerprint);
    }

    [Fact]
    public async Task The_operator_s_chain_is_sent()
    {
        (string[] chain, string key) = TestPem.Chain();
        var options = new ServerOptions
        {
            CertificateFile = _folder.Write("cert.pem", string.Join('\n', chain)),
            KeyFile = _folder.Write("key.pem", key),
        };
        await using ServerHost host = Start(options);
        int issuers = 0;
        await using ITransportConnection client = await ConnectAsync(host, certificates =>
        {
            issuers = certificates.Issuers.Count;
            return null;
        });
        Assert.Equal(2, issuers);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 2, 1)]
    [InlineData(0, 7, 3)]
    [InlineData(0, 128, 8)]
    [InlineData(3, 1, 3)]
    public void Endpoint_threads_are_half_the_cores_unless_asked_for(int asked, int cores, int expected) =>
        Assert.Equal(expected, ServerHost.EndpointThreadsOf(new ServerOptions { EndpointThreads = asked }, cores));

    [Fact]
    public void A_certificate_that_cannot_be_used_leaves_the_port_free()
    {
        var options = new ServerOptions { CertificateFile = _folder.Write("cert.pem", "none"), KeyFile = _folder.Write("key.pem", "none") };
        Assert.Throws<AdmissionException>(() => Start(options));
    }

    [Fact]
    public async Task So_many_connections_of_one_address_are_let_in()
    {
        var options = new ServerOptions { EphemeralCertificate = true, MaxConnectionsPerAddress = 2 };
        await using ServerHost host = Start(options);
        await using ITransportConnection first = await ConnectAsync(host);
        await using ITransportConnection second = await ConnectAsync(host);
        TransportException refusal = await Assert.ThrowsAsync<TransportException>(() => ConnectAsync(host));
        Assert.Contains("as one may have: 2", refusal.Message, StringComparison.Ordinal);
        _network.ClientAddress = IPAddress.Parse("192.0.2.9");
        await using ITransportConnection other = await ConnectAsync(host);
    }

    [Fact]
    public async Task An_address_that_connects_too_fast_is_refused()
    {
        var options = new ServerOptions { EphemeralCertificate = true, ConnectRatePerAddress = 1, ConnectBurstPerAddress = 3 };
        await using ServerHost host = Start(options);
        TransportException refusal = await Assert.ThrowsAsync<TransportException>(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                await using ITransportConnection client = await ConnectAsync(host);
            }
        });
        Assert.Contains("at most 1 a second are taken, and 3 at once", refusal.Message, StringComparison.Ordinal);
    }

    private ServerHost Start(ServerOptions options) => new(
        _network, options with { Bind = new IPEndPoint(IPAddress.Loopback, 0) }, NullLoggerFactory.Instance, new DatedTime());

    private Task<ITransportConnection> ConnectAsync(ServerHost host, CertificateCheck? check = null) => _network.ConnectAsync(
        new ConnectOptions { EndPoint = host.LocalEndPoint, Check = check ?? (_ => null) }, CancellationToken.None);

    // The day on which the test certificates are valid.
    private sealed class DatedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => TestPem.Now;
    }
}
