using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Those whose signature makes a certificate one to trust without knowing it. Called on the endpoint's thread.
internal interface IAuthorities
{
    // Whether they say that whoever holds the leaf's key is this host, a name or an address.
    bool VouchFor(PeerCertificates certificates, string host);
}
