using System.Net.Quic;
using Mcu.Common.Transport;
using Mcu.Common.Transport.MsQuic;
using Xunit;

namespace Mcu.Common.Tests.Transport.MsQuic;

/// <summary>What the backend needs of System.Net.Quic's inside, looked for where libmsquic is missing, too.</summary>
public sealed class QuicInternalsTests
{
    [Fact]
    public void ThisRuntimeHasWhatIsNeeded()
    {
        QuicInternals.CheckEvents();
        Assert.NotNull(QuicInternals.HandleField(typeof(QuicConnection)));
        Assert.NotNull(QuicInternals.HandleField(typeof(QuicListener)));
        Assert.NotEqual(0, QuicInternals.Callback(typeof(QuicConnection), "Microsoft.Quic.QUIC_CONNECTION_EVENT"));
        Assert.NotEqual(0, QuicInternals.Callback(typeof(QuicListener), "Microsoft.Quic.QUIC_LISTENER_EVENT"));
    }

    [Fact]
    public void WhatHasMovedIsNamed()
    {
        Says("String._handle", () => QuicInternals.HandleField(typeof(string)));
        Says("String.NativeCallback", () => QuicInternals.Callback(typeof(string), ""));
        Says("QuicConnection.NativeCallback", () => QuicInternals.Callback(typeof(QuicConnection), "Microsoft.Quic.ANOTHER_EVENT"));

        static void Says(string name, Func<object> look)
        {
            TransportException missing = Assert.Throws<TransportException>(look);
            Assert.Equal(TransportError.LibraryMissing, missing.Error);
            Assert.Contains($"did not find {name} in version {Environment.Version}", missing.Message, StringComparison.Ordinal);
        }
    }
}
