namespace Mcu.Common.Protocol;

/// <summary>What follows from a <see cref="CloseCode"/>.</summary>
public static class CloseCodes
{
    /// <summary>
    /// Whether a client may connect again without being asked to, with growing pauses between its attempts. False where the
    /// same end would follow, or where somebody decided that the client should go.
    /// </summary>
    public static bool MayReconnect(this CloseCode code) => code switch
    {
        CloseCode.Normal or CloseCode.ProtocolViolation or CloseCode.FrameTooLarge or CloseCode.IncompatibleVersion
            or CloseCode.Kicked => false,
        _ => true,
    };
}
