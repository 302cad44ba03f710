using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>What only bytes from a network can be.</summary>
public sealed class ChainLimitTests
{
    [Theory]
    [InlineData(TransportDefaults.MaxCertificates + 1, 0, "presented 11 certificates; at most 10 of 65536 bytes together are taken.")]
    [InlineData(6, 12_000, "; at most 10 of 65536 bytes together are taken.")]
    public async Task ChainThatIsTooLongIsRefused(int count, int padding, string sentence)
    {
        X509Certificate2[] chain = TestCertificates.CreateChain(count, padding);
        Ngtcp2Transport transport = Ngtcp2Transport.Load();
        await using ITransportListener listener = transport.Listen(new ListenOptions
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Certificate = chain[0],
            Intermediates = chain[1..],
        });
        TransportException failure = await Assert.ThrowsAsync<TransportException>(() => transport.ConnectAsync(
            new ConnectOptions { EndPoint = listener.LocalEndPoint, Check = _ => null }, CancellationToken.None));
        Assert.Equal(TransportError.NotTrusted, failure.Error);
        Assert.EndsWith(sentence, failure.Message, StringComparison.Ordinal);
    }
}
