using System.Net;
using System.Net.Quic;

namespace Mcu.Common.Transport.MsQuic;

/// <summary>QUIC by .NET's own System.Net.Quic, with msquic's datagrams beside it.</summary>
public sealed class MsQuicTransport : ITransport
{
    private readonly MsQuicLibrary _library;

    private MsQuicTransport(MsQuicLibrary library) => _library = library;

    /// <inheritdoc/>
    public string Name => "msquic";

    /// <inheritdoc/>
    public string Library => _library.Description;

    /// <summary>Loads the library, and looks whether System.Net.Quic is as this backend knows it.</summary>
    /// <exception cref="TransportException">Something is missing; the message says what, and what to install.</exception>
    public static MsQuicTransport Load() => new(MsQuicLibrary.Load());

    /// <inheritdoc/>
    public ITransportListener Listen(ListenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, TransportDefaults.MaxThreads);
        return MsQuicListener.Open(_library, options);
    }

    /// <inheritdoc/>
    public async Task<ITransportConnection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken) =>
        await ConnectOneAsync(options, cancellationToken).ConfigureAwait(false);

    /// <summary>Connects as many as are asked for to one server; msquic's own threads serve them all, each by its own socket.</summary>
    /// <param name="server">Where all of them go to.</param>
    /// <exception cref="TransportException">As <see cref="Load"/>.</exception>
    public static ITransportClients OpenClients(IPEndPoint server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new MsQuicClients(Load(), server);
    }

    internal async Task<MsQuicConnection> ConnectOneAsync(ConnectOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        if (options.Certificate is { } own)
        {
            QuicOptions.CheckCertificate(own);
        }

        MsQuicConnection connection = new(_library, options.EndPoint, listener: null);
        string? distrust = null;
        try
        {
            await QuicConnection.ConnectAsync(
                QuicOptions.ForClient(options, (sender, certificate, chain, _) =>
                {
                    connection.AttachAndListen((QuicConnection)sender);
                    PeerCertificates? presented = PeerChain.Of(certificate, chain, out distrust);
                    distrust = presented is null ? distrust : options.Check(presented);
                    connection.PeerFingerprint = presented?.Fingerprint;
                    return distrust is null;
                }),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            (ConnectionEnd end, TransportError error) = ConnectionEnds.OfFailure(failure);
            throw distrust is not null
                ? ConnectionEnds.Failure(options.EndPoint, end with { Reason = distrust }, TransportError.NotTrusted, failure)
                : connection.Failure ?? ConnectionEnds.Failure(options.EndPoint, end, error, failure);
        }

        if (!connection.TakesDatagrams)
        {
            connection.Refuse();
            await connection.Ended.ConfigureAwait(false);
            throw connection.Failure!;
        }

        return connection;
    }
}
