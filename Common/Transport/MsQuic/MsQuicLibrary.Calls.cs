using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// The calls. Handles are raw here, since most calls are made from callbacks, in which msquic vouches for them; whoever calls from
// elsewhere keeps the SafeHandle from closing meanwhile.
internal sealed unsafe partial class MsQuicLibrary
{
    /// <summary>MTU of which a path always has this much; msquic knows no smaller one, and it is what 1,200 bytes over IPv6 take.</summary>
    private const ushort Mtu = 1248;

    /// <summary>msquic's longest: an end that falls silent is the idle timeout's, as it is on the other backend.</summary>
    private const uint DisconnectTimeoutMs = 600_000;

    /// <summary>About what msquic counts for a handshake that is under way, in bytes (its QUIC_CONN_HANDSHAKE_MEMORY_USAGE).</summary>
    private const double HandshakeMemory = 33_000;

    internal int HandOn(nint handle, nint context, QuicConnectionEvent* @event) =>
        ((delegate* unmanaged[Cdecl]<nint, nint, QuicConnectionEvent*, int>)Internals.ConnectionCallback)(handle, context, @event);

    internal int HandOn(nint handle, nint context, QuicListenerEvent* @event) =>
        ((delegate* unmanaged[Cdecl]<nint, nint, QuicListenerEvent*, int>)Internals.ListenerCallback)(handle, context, @event);

    /// <summary>Puts a callback in front of System.Net.Quic's, whose context it keeps.</summary>
    internal void PutInFront(nint callback, nint handle) => Table->SetCallbackHandler(handle, callback, Table->GetContext(handle));

    /// <returns>Whether msquic has it now and will tell what became of it.</returns>
    internal bool TrySend(nint connection, QuicBuffer* datagram, nint context) =>
        !QuicStatus.Failed(Table->DatagramSend(connection, datagram, 1, 0, context));

    internal void ShutDown(nint connection, ulong code) => Table->ConnectionShutdown(connection, 0, code);

    internal bool TakesDatagrams(nint connection)
    {
        byte enabled = 0;
        uint length = sizeof(byte);
        return !QuicStatus.Failed(Table->GetParam(connection, LibMsQuic.QUIC_PARAM_CONN_DATAGRAM_SEND_ENABLED, &length, &enabled))
            && enabled != 0;
    }

    internal bool TryReadStatistics(nint connection, out QuicStatistics statistics)
    {
        fixed (QuicStatistics* place = &statistics)
        {
            *place = default;
            uint length = (uint)sizeof(QuicStatistics);
            return !QuicStatus.Failed(Table->GetParam(connection, LibMsQuic.QUIC_PARAM_CONN_STATISTICS_V2, &length, place));
        }
    }

    /// <summary>The phrase that the peer closed with, cleaned. On the connection's thread only.</summary>
    internal string ClosePhrase(nint connection)
    {
        const int Longest = 2048;
        byte* phrase = stackalloc byte[Longest];
        uint length = Longest;
        bool isThere = !QuicStatus.Failed(Table->GetParam(connection, LibMsQuic.QUIC_PARAM_CONN_CLOSE_REASON_PHRASE, &length, phrase));
        return isThere && length > 1 ? PeerText.Clean(new ReadOnlySpan<byte>(phrase, (int)length - 1)) : "";
    }

    /// <summary>The phrase to close with. On the connection's thread only, between the close and its packet.</summary>
    internal void SetClosePhrase(nint connection, string reason)
    {
        byte[] phrase = [.. PeerText.Encode(reason.Replace('\0', ' ')), 0];
        fixed (byte* bytes = phrase)
        {
            _ = Table->SetParam(connection, LibMsQuic.QUIC_PARAM_CONN_CLOSE_REASON_PHRASE, (uint)phrase.Length, bytes);
        }
    }

    /// <summary>Sets how many handshakes may be under way before newcomers must prove their address: of the whole process.</summary>
    internal void SetRetryThreshold(int handshakes)
    {
        double share = handshakes * HandshakeMemory / GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        ushort limit = (ushort)Math.Clamp(Math.Ceiling(share * ushort.MaxValue), 0, ushort.MaxValue);
        _ = Table->SetParam(0, LibMsQuic.QUIC_PARAM_GLOBAL_RETRY_MEMORY_PERCENT, sizeof(ushort), &limit);
    }

    /// <summary>msquic's counters of the whole process.</summary>
    internal void ReadCounters(Span<ulong> counters)
    {
        counters.Clear();
        fixed (ulong* place = counters)
        {
            uint length = (uint)(counters.Length * sizeof(ulong));
            _ = Table->GetParam(0, LibMsQuic.QUIC_PARAM_GLOBAL_PERF_COUNTERS, &length, place);
        }
    }

    /// <summary>
    /// What System.Net.Quic has no options for is set for all connections of the process, before the first: a client's transport
    /// parameters are fixed when it starts.
    /// </summary>
    private void SetForAll()
    {
        QuicSettings settings = new()
        {
            IsSet = QuicSettings.HasDatagramReceive | QuicSettings.HasInitialRtt | QuicSettings.HasDisconnectTimeout
                | QuicSettings.HasMinimumMtu | QuicSettings.HasMaximumMtu,
            Flags = QuicSettings.DatagramReceiveEnabled,
            InitialRttMs = (uint)TransportDefaults.InitialRoundTrip.TotalMilliseconds,
            DisconnectTimeoutMs = DisconnectTimeoutMs,
            MinimumMtu = Mtu,
            MaximumMtu = Mtu,
        };
        int status = Table->SetParam(0, LibMsQuic.QUIC_PARAM_GLOBAL_SETTINGS, (uint)sizeof(QuicSettings), &settings);
        if (QuicStatus.Failed(status))
        {
            throw new TransportException(
                TransportError.LibraryMissing, $"libmsquic does not let datagrams be switched on (0x{status:x}). {Advice}")
            {
                NativeCode = status,
            };
        }
    }
}
