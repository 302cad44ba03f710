namespace Mcu.Client.Commands;

// The limits of what people type.
internal static class CommandLimits
{
    // Bytes of UTF-8 in one line: the longest name and the longest reason, with room to spare. Arbitrary.
    public const int MaxLineBytes = 4_096;

    // Bytes of UTF-8 in the reason for a kick; the protocol's MaxKickReasonBytes, which a test holds equal.
    public const int MaxReasonBytes = 128;

    // Ids that a sentence about a shared name lists. Arbitrary.
    public const int MaxListed = 10;

    // Characters of what stood there that a sentence repeats. Arbitrary.
    public const int MaxShown = 40;
}
