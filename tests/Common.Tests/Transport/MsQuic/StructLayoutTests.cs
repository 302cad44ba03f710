using System.Net.Quic;
using System.Reflection;
using System.Runtime.InteropServices;
using Mcu.Common.Transport.MsQuic.Interop;
using Xunit;

namespace Mcu.Common.Tests.Transport.MsQuic;

/// <summary>Our structs against those that System.Net.Quic was built with; no library is needed for that.</summary>
public sealed class StructLayoutTests
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    [Fact]
    public void SettingsAreMsquics()
    {
        Type theirs = Theirs("QUIC_SETTINGS");
        Assert.Equal(Marshal.SizeOf(theirs), Marshal.SizeOf<QuicSettings>());
        foreach (string name in new[] { "InitialRttMs", "DisconnectTimeoutMs", "MinimumMtu", "MaximumMtu" })
        {
            Assert.Equal(Marshal.OffsetOf(theirs, name), Marshal.OffsetOf<QuicSettings>(name));
        }

        Assert.Equal(Marshal.OffsetOf(theirs, "_bitfield"), Marshal.OffsetOf<QuicSettings>(nameof(QuicSettings.Flags)));
    }

    [Fact]
    public void ConnectionEventsAreMsquics()
    {
        Type theirs = Theirs("QUIC_CONNECTION_EVENT");
        Assert.Equal(Marshal.OffsetOf(theirs, "Anonymous"), Marshal.OffsetOf<QuicConnectionEvent>(nameof(QuicConnectionEvent.SendContext)));
        Check("_SHUTDOWN_INITIATED_BY_TRANSPORT_e__Struct", "ErrorCode", nameof(QuicConnectionEvent.TransportErrorCode));
        Check("_SHUTDOWN_INITIATED_BY_TRANSPORT_e__Struct", "Status", nameof(QuicConnectionEvent.TransportStatus));
        Check("_SHUTDOWN_INITIATED_BY_PEER_e__Struct", "ErrorCode", nameof(QuicConnectionEvent.PeerErrorCode));
        Check("_DATAGRAM_STATE_CHANGED_e__Struct", "MaxSendLength", nameof(QuicConnectionEvent.DatagramMaxSendLength));
        Check("_DATAGRAM_RECEIVED_e__Struct", "Buffer", nameof(QuicConnectionEvent.Datagram));
        Check("_DATAGRAM_SEND_STATE_CHANGED_e__Struct", "State", nameof(QuicConnectionEvent.SendState));

        static void Check(string part, string field, string ours)
        {
            Type union = Theirs("QUIC_CONNECTION_EVENT+_Anonymous_e__Union+" + part);
            Assert.Equal(8 + Marshal.OffsetOf(union, field), Marshal.OffsetOf<QuicConnectionEvent>(ours));
        }
    }

    [Fact]
    public void NewConnectionsAreMsquics()
    {
        Type info = Theirs("QUIC_NEW_CONNECTION_INFO");
        Assert.Equal(
            Marshal.OffsetOf(info, "RemoteAddress"), Marshal.OffsetOf<QuicNewConnectionInfo>(nameof(QuicNewConnectionInfo.RemoteAddress)));
        Type union = Theirs("QUIC_LISTENER_EVENT+_Anonymous_e__Union+_NEW_CONNECTION_e__Struct");
        Assert.Equal(8 + Marshal.OffsetOf(union, "Connection"), Marshal.OffsetOf<QuicListenerEvent>(nameof(QuicListenerEvent.Connection)));
    }

    [Fact]
    public void FunctionsStandWhereMsquicsDo()
    {
        string[] theirs = [.. Theirs("QUIC_API_TABLE").GetFields(Any).Select(field => field.Name)];
        string[] ours = [.. typeof(QuicApiTable).GetFields(Any).Select(field => field.Name)];
        Assert.Equal(theirs.Take(ours.Length), ours);
    }

    private static Type Theirs(string name) => typeof(QuicConnection).Assembly.GetType("Microsoft.Quic." + name, throwOnError: true)!;
}
