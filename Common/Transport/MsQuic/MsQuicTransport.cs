using System.Net;

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
    public ITransportListener Listen(ListenOptions options) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<ITransportConnection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Connects as many as are asked for to one server; msquic's own threads serve them all, each by its own socket.</summary>
    /// <param name="server">Where all of them go to.</param>
    public static ITransportClients OpenClients(IPEndPoint server) => throw new NotSupportedException();
}
