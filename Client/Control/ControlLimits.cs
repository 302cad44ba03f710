namespace Mcu.Client.Control;

// The limits of what comes through a control socket. The line itself: CommandLimits.MaxLineBytes. All arbitrary.
internal static class ControlLimits
{
    // Connections that are served at once; others wait.
    public const int MaxConnections = 8;

    // Bytes of an answer: a full room's /who, with room to spare.
    public const int MaxAnswerBytes = 1 << 20;

    // How long a line may take to come, and an answer to be taken.
    public static TimeSpan TransferTime { get; } = TimeSpan.FromSeconds(2);

    // How long a command may take; some wait for the server's answer.
    public static TimeSpan CommandTime { get; } = TimeSpan.FromSeconds(10);
}
