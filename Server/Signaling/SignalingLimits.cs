namespace Mcu.Server.Signaling;

// Every limit of signaling that the protocol does not set itself, each with its reason.
internal static class SignalingLimits
{
    // Frames that wait for one client; arbitrary, half a minute of a lively room's comings and goings.
    public const int OutboxFrames = 256;

    // Bytes that wait for one client; arbitrary, four frames of the largest size.
    public const int OutboxBytes = 256 * 1024;

    // What one participant takes in a roster at most (see ProtocolLimits.MaxRosterPart).
    private const int RosterEntryBytes = 271;

    // How long clients have to answer the word that the server stops, before they are cut off.
    public static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1);

    // How long the closes themselves may take after that, so that a stop ends even where the transport does not.
    public static readonly TimeSpan CloseTime = TimeSpan.FromMilliseconds(250);

    // A large room that fills at once sends each client a message for everyone who comes, and to the last a long roster.
    public static int OutboxFramesFor(int roomSize) => Math.Max(OutboxFrames, 4 * roomSize);

    public static int OutboxBytesFor(int roomSize) => OutboxBytes + (roomSize * RosterEntryBytes);
}
