using Mcu.Common.Addressing;
using Mcu.Common.Transport;

namespace Mcu.Benchmarks.Load;

// What was asked for, checked: see LoadCommand for what each means.
internal sealed record LoadOptions
{
    public int Rooms { get; init; } = 1;

    // In each room.
    public int Participants { get; init; } = 64;

    // Of those, at the same time and all the time.
    public int Talkers { get; init; } = 2;

    public int Calls { get; init; }

    public int Idle { get; init; }

    public int EmptyRooms { get; init; }

    public int Seconds { get; init; } = 20;

    // Whether to look for the number of people at which the server begins to be late.
    public bool IsRamp { get; init; }

    // A server that runs already, with its certificate's fingerprint; null starts one.
    public (ServerAddress Address, CertificateFingerprint Fingerprint)? Server { get; init; }

    // Further flags for the server that is started, its transport among them.
    public IReadOnlyList<string> ServerFlags { get; init; } = [];

    public int WarmUpSeconds => Math.Clamp(Seconds / 2, 1, LoadLimits.MaxWarmUpSeconds);
}
