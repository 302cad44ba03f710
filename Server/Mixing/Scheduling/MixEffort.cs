using Mcu.Common.Opus;

namespace Mcu.Server.Mixing;

// What a tick may cost: lowered step by step where there is more to mix than time. Complexity is the encoders', 0 to 10; beyond
// MaxTalkers the softest are not heard.
internal readonly record struct MixEffort(int Complexity, int MaxTalkers)
{
    // As good as the room is meant to sound.
    public static MixEffort Full { get; } = new(OpusDefaults.Complexity, int.MaxValue);
}
