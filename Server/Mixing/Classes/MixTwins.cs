namespace Mcu.Server.Mixing;

// Makes one of streams that have held the same for so long that their encoders have come to the same state: whoever was on the
// smaller one cannot hear that it is on the larger one now. Mixing thread only; allocates nothing.
internal static class MixTwins
{
    // How long they must have been the same. With the 300 ms for which a talker counts after the last word, it also keeps streams
    // that come and go from costing an encoder's priming each time.
    public const int Ticks = 10;

    // Looks at a tick's groups, which have their streams already, and joins those whose time has come.
    public static void Join(Span<MixGroup> groups, MixPlan plan)
    {
        foreach (ref MixGroup group in groups)
        {
            MixStream stream = group.To;
            MixStream? twin = FindTwin(group, groups, plan);
            if (twin is not null && twin == stream.Twin && stream.TwinTicks >= Ticks)
            {
                stream.Keeper = MixClasses.None;
                group.To = twin;
            }
            else
            {
                stream.TwinTicks = twin is null ? 0 : twin == stream.Twin ? stream.TwinTicks + 1 : 1;
                stream.Twin = twin;
            }
        }
    }

    // The stream of the largest group that hears the same, where that is another one. Who sends the end of its silence has none.
    private static MixStream? FindTwin(in MixGroup group, Span<MixGroup> groups, MixPlan plan)
    {
        if (groups.Length == 1 || group.Mix.IsSilent)
        {
            return null;
        }

        ref readonly MixGroup largest = ref group;
        foreach (ref readonly MixGroup other in groups)
        {
            // Of two that are as large the first one, so that both find the same.
            if (other.Listeners >= largest.Listeners && plan.AreSame(group.Mix, other.Mix)
                && (other.Listeners > largest.Listeners || IsBefore(other, largest)))
            {
                largest = ref other;
            }
        }

        return largest.To == group.To ? null : largest.To;
    }

    private static bool IsBefore(in MixGroup one, in MixGroup other) => one.Mix.Listener < other.Mix.Listener;
}
