namespace Mcu.Common.Transport.Backends;

/// <summary>Which backend is asked for; <see cref="TransportBackends.Words"/> has their names.</summary>
public enum TransportPreference
{
    /// <summary>The first of <see cref="TransportBackends.All"/> that this machine has what it needs for.</summary>
    Auto,

    /// <summary>.NET's own QUIC, by libmsquic, and no other.</summary>
    MsQuic,

    /// <summary>libngtcp2 with GnuTLS, and no other.</summary>
    Ngtcp2,
}
