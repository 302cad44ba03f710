using System.Net;
using System.Net.Quic;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;

namespace Mcu.Common.Transport.MsQuic;

// A bound port: System.Net.Quic's listener, our gate before it, and the queue of connections that have completed their handshake.
internal sealed partial class MsQuicListener : ITransportListener
{
    private readonly Channel<MsQuicConnection> _accepted = Channel.CreateUnbounded<MsQuicConnection>();
    private readonly MsQuicLibrary _library;
    private readonly ListenOptions _options;
    private readonly QuicServerConnectionOptions _connectionOptions;
    private readonly QuicListener _quic;
    private readonly SafeHandle _handle;
    private readonly Task _accepting;

    private MsQuicListener(MsQuicLibrary library, ListenOptions options)
    {
        _library = library;
        _options = options;
        QuicOptions.CheckCertificate(options.Certificate);
        _connectionOptions = QuicOptions.ForServer(options, CheckClient);
        library.SetRetryThreshold(Math.Min(options.RetryThreshold, options.MaxHalfOpen / 2));
        library.ReadCounters(_countersBefore);
        _quic = Bind(options.EndPoint);
        _handle = library.Internals.HandleOf(_quic);
        NativeCallbacks.Add(_handle.DangerousGetHandle(), this);
        library.PutInFront(NativeCallbacks.Listener, _handle.DangerousGetHandle());
        _accepting = AcceptAllAsync();
    }

    public IPEndPoint LocalEndPoint => _quic.LocalEndPoint;

    /// <exception cref="TransportException">The address cannot be bound, or the certificate cannot be used.</exception>
    internal static MsQuicListener Open(MsQuicLibrary library, ListenOptions options) => new(library, options);

    public async ValueTask<ITransportConnection> AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _accepted.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw new TransportException(TransportError.ConnectionEnded, "The listener was closed.", exception);
        }
    }

    /// <summary>Nothing to do: a queued datagram went to msquic at once.</summary>
    public void SendQueued()
    {
    }

    public ITransportBatch OpenBatch() => new PlainBatch(this);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) == 0)
        {
            nint handle = _handle.DangerousGetHandle();
            _accepted.Writer.TryComplete();
            await _quic.DisposeAsync().ConfigureAwait(false);
            NativeCallbacks.Remove(handle, this);
        }

        await _accepting.ConfigureAwait(false);
        MsQuicConnection[] all = [.. _connections.Keys];
        foreach (MsQuicConnection connection in all)
        {
            connection.RequestClose(0, "");
        }

        await Task.WhenAll(all.Select(connection => connection.Gone)).ConfigureAwait(false);
    }

    private QuicListener Bind(IPEndPoint endPoint)
    {
        try
        {
            // msquic shares its ports, and would begin to share that of another server of the same user.
            using (Socket probe = new(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp))
            {
                probe.ExclusiveAddressUse = true;
                if (endPoint.Address.Equals(IPAddress.IPv6Any))
                {
                    probe.DualMode = true;
                }

                probe.Bind(endPoint);
            }

            QuicListenerOptions options = new()
            {
                ListenEndPoint = endPoint,
                ApplicationProtocols = [QuicOptions.Protocol],
                ListenBacklog = _options.MaxHalfOpen,
                ConnectionOptionsCallback = (connection, _, _) => ValueTask.FromResult(Attach(connection)),
            };
            // Completes at once; what it does is done by then.
            return QuicListener.ListenAsync(options).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is SocketException or QuicException)
        {
            throw new TransportException(
                TransportError.AddressUnavailable, $"Cannot listen on {endPoint}: {exception.Message}", exception)
            {
                NativeCode = exception.HResult,
            };
        }
    }

    private QuicServerConnectionOptions Attach(QuicConnection quic)
    {
        MsQuicConnection connection = Find(quic) ?? throw new InvalidOperationException("It came before there was a gate, or is gone.");
        connection.Attach(quic, _library.Internals.HandleOf(quic));
        return _connectionOptions;
    }

    /// <summary>Anybody may come, with a certificate or without: whom it belongs to is asked above the seam.</summary>
    private bool CheckClient(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (Find((QuicConnection)sender) is not { } connection)
        {
            return false;
        }

        connection.PeerFingerprint = certificate is null ? null : CertificateFingerprint.Of(certificate.GetRawCertData());
        return true;
    }

    private MsQuicConnection? Find(QuicConnection quic) => NativeCallbacks.Find(_library.Internals.HandleOf(quic).DangerousGetHandle());

    private async Task AcceptAllAsync()
    {
        while (Volatile.Read(ref _isClosing) == 0)
        {
            try
            {
                QuicConnection quic = await _quic.AcceptConnectionAsync().ConfigureAwait(false);
                Deliver(quic);
            }
            catch (ObjectDisposedException)
            {
                break;
            }
            catch (Exception)
            {
                // A handshake that failed, which is counted where its end is reported; or the listener's own end.
            }
        }
    }

    private void Deliver(QuicConnection quic)
    {
        // Gone already where it is not found: its resources are being given back.
        if (Find(quic) is not { } connection)
        {
            return;
        }

        if (!connection.TakesDatagrams)
        {
            connection.Refuse();
        }
        else if (!_accepted.Writer.TryWrite(connection))
        {
            connection.RequestClose(0, "");
        }
    }
}
