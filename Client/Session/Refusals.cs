using Mcu.Common.Protocol;
using Mcu.Common.Transport;

namespace Mcu.Client.Session;

// Pure: which failures to join may pass by themselves, so that it is worth trying again.
internal static class Refusals
{
    // What a server says that it does not carry out. What a newer server says is thought to pass.
    public static bool IsFinal(ErrorCode code) => code is
        ErrorCode.UnknownMessage or ErrorCode.BadRoomName or ErrorCode.BadName or ErrorCode.AlreadyInRoom or ErrorCode.NotInRoom
        or ErrorCode.Kicked;

    public static bool IsFinal(TransportError error) => error is
        TransportError.NotTrusted or TransportError.Incompatible or TransportError.LibraryMissing or TransportError.BadCertificate;

    // Whatever trying to join throws. What is not from a server or the network does not pass by itself.
    public static bool IsFinal(Exception failure) => failure switch
    {
        SessionException session => session.IsFinal,
        TransportException transport => IsFinal(transport.Error),
        _ => true,
    };
}
