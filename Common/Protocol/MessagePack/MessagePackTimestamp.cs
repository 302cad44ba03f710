namespace Mcu.Common.Protocol.MessagePack;

/// <summary>
/// A moment as MessagePack's timestamp extension (type −1) holds it: wider than <see cref="DateTimeOffset"/> on every side.
/// </summary>
/// <param name="Seconds">Seconds since 1970-01-01 00:00:00 UTC; negative before it.</param>
/// <param name="Nanoseconds">0 to 999,999,999, counted forward from <paramref name="Seconds"/>.</param>
public readonly record struct MessagePackTimestamp(long Seconds, uint Nanoseconds)
{
    /// <summary>The largest value of <see cref="Nanoseconds"/>.</summary>
    public const uint MaxNanoseconds = 999_999_999;

    /// <summary>The number of the extension type.</summary>
    public const sbyte ExtensionType = -1;
}
