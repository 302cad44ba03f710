using System.Net;
using System.Net.Sockets;
using Mcu.Common.Transport.MsQuic;
using Xunit;

namespace Mcu.Common.Tests.Transport.MsQuic;

public sealed class QuicAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", 4433, "192.0.2.7")]
    [InlineData("2001:db8::1", 1, "2001:db8::1")]
    [InlineData("fe80::1%3", 65535, "fe80::1%3")]
    [InlineData("::ffff:192.0.2.7", 80, "192.0.2.7")]
    public void ReadsWhatTheSystemWrites(string text, int port, string read)
    {
        IPEndPoint endPoint = new(IPAddress.Parse(text), port);
        SocketAddress written = endPoint.Serialize();
        byte[] bytes = new byte[QuicAddress.Length];
        written.Buffer.Span[..written.Size].CopyTo(bytes);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(read), port), QuicAddress.Read(bytes));
    }

    [Fact]
    public void WhateverStandsThereIsAnAddress()
    {
        Random random = new(1);
        byte[] bytes = new byte[QuicAddress.Length];
        for (int i = 0; i < 100_000; i++)
        {
            random.NextBytes(bytes);
            Assert.True(QuicAddress.Read(bytes).AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6);
        }
    }
}
