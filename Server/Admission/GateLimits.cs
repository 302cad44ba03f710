namespace Mcu.Server.Admission;

// What one address may have: connections at once, and new ones a second and at once.
internal sealed record GateLimits(int Connections, int PerSecond, int Burst)
{
    // Addresses that are remembered after their last connection has gone, at most. Arbitrary: 5 MB, and more of them than one server
    // has in the seconds that a bucket takes to fill. Beyond it the one that was quiet for longest is forgotten, and so has a full
    // bucket again: whoever has ten thousand addresses has their ten thousand buckets anyhow, and to refuse those who are new
    // would hand such a person the means to keep everybody out.
    public const int MaxQuietAddresses = 10_000;

    // Those that have stayed quiet long enough are forgotten when others come, so many at each, so that nobody waits for it.
    public const int ForgottenAtOnce = 16;
}
