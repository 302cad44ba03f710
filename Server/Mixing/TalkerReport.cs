using Mcu.Common;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// Tells an observer who talks: only changes, five times a second at most, and the last state always. Pure; it allocates only
// where something is told or more talk than ever before.
internal sealed class TalkerReport(ITalkerObserver? observer)
{
    public const long Interval = 200 * MonotonicClock.Millisecond;

    private readonly ulong[] _current = new ulong[ProtocolLimits.MaxTalkers];
    private ulong[] _told = [];
    private int _count;
    private long _next = long.MinValue;

    // When the report needs a tick: where there is a change that was not told yet. long.MaxValue for never.
    public long NextTick { get; private set; } = long.MaxValue;

    // Begins a tick's list.
    public void Begin() => _count = 0;

    // Adds a talker to the list. Always in the same order; what is over the limit is left out.
    public void Add(ulong talker)
    {
        if (_count < ProtocolLimits.MaxTalkers)
        {
            _current[_count++] = talker;
        }
    }

    // Ends a tick's list, and tells it where it is new and the time has come.
    public void End(long now)
    {
        ReadOnlySpan<ulong> current = _current.AsSpan(0, _count);
        bool isNew = observer is not null && !current.SequenceEqual(_told);
        NextTick = isNew ? _next : long.MaxValue;
        if (isNew && now >= _next)
        {
            NextTick = long.MaxValue;
            _next = now + Interval;
            _told = current.ToArray();
            observer!.TalkersChanged(_told);
        }
    }
}
