using Mcu.Client.Trust;
using Mcu.Common.Addressing;
using Mcu.Common.Opus;

namespace Mcu.Client.Hosting;

// What the command line asked for, checked.
internal sealed record ClientOptions
{
    public required ServerAddress Server { get; init; }

    public required string Room { get; init; }

    public required string Name { get; init; }

    public required TrustOptions Trust { get; init; }

    // JSON lines for programs instead of plain ones for people.
    public bool IsHeadless { get; init; }

    // Whether a person is at standard input, who can be asked.
    public bool CanAsk { get; init; } = true;

    // At most one of Input and TestToneHz; neither means to listen only.
    public string? Input { get; init; }

    public double? TestToneHz { get; init; }

    public bool Loop { get; init; }

    // Null keeps nothing of what is heard.
    public string? Output { get; init; }

    // Null goes on until a signal or the server ends it.
    public TimeSpan? Duration { get; init; }

    public int Bitrate { get; init; } = OpusDefaults.Bitrate;

    public string? LogFile { get; init; }
}
