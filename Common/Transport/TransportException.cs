namespace Mcu.Common.Transport;

/// <summary>What kind of thing went wrong.</summary>
public enum TransportError
{
    /// <summary>The connection ended; <see cref="TransportException.End"/> says how.</summary>
    ConnectionEnded,

    /// <summary>The server's certificate was not accepted.</summary>
    NotTrusted,

    /// <summary>Nobody answered.</summary>
    Unreachable,

    /// <summary>The peer speaks QUIC, but not our protocol or without datagrams.</summary>
    Incompatible,

    /// <summary>The address cannot be bound.</summary>
    AddressUnavailable,

    /// <summary>A native library is missing or too old; the message names the package.</summary>
    LibraryMissing,

    /// <summary>The certificate or key we were given cannot be used.</summary>
    BadCertificate,

    /// <summary>Anything else the native library reported.</summary>
    Native,
}

/// <summary>A failure of the transport; the message is a sentence for people.</summary>
public sealed class TransportException : IOException
{
    /// <summary>Makes one of a kind.</summary>
    public TransportException(TransportError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>What kind of thing went wrong.</summary>
    public TransportError Error { get; }

    /// <summary>How the connection ended, where that is what went wrong.</summary>
    public ConnectionEnd? End { get; init; }

    /// <summary>The native library's own code, or 0.</summary>
    public int NativeCode { get; init; }
}
