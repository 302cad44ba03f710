using Mcu.Common;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// Tells an observer who talks: only changes, five times a second at most, and the last state always. Who falls silent is told only
// when that has lasted, or a name would go out and come back with every breath. Pure; it allocates only where something is told.
internal sealed class TalkerReport(ITalkerObserver? observer)
{
    public const long Interval = 200 * MonotonicClock.Millisecond;

    // How long one must be missing: half a second since the last loud frame, with the 300 ms that voice activity holds on. People pause
    // for less than that within a sentence.
    public const long Linger = 200 * MonotonicClock.Millisecond;

    private const long NotMissing = long.MaxValue;

    private readonly ulong[] _current = new ulong[ProtocolLimits.MaxTalkers];
    private readonly ulong[] _shown = new ulong[ProtocolLimits.MaxTalkers];
    private readonly long[] _missingSince = new long[ProtocolLimits.MaxTalkers]; // of those told, in their order
    private ulong[] _told = [];
    private int _count;
    private int _shownCount;
    private long _next = long.MinValue;

    // When the report needs a tick: where there is a change that was not told yet, or is to be one. long.MaxValue for never.
    public long NextTick { get; private set; } = long.MaxValue;

    // Begins a tick's list.
    public void Begin() => _count = 0;

    // Adds a talker to the list. What is over the limit is left out.
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
        if (observer is null)
        {
            return;
        }

        long nextToGo = KeepTold(now);
        int kept = _shownCount;
        AddNew();
        bool isNew = kept != _told.Length || _shownCount != kept;
        NextTick = isNew ? _next : nextToGo;
        if (isNew && now >= _next)
        {
            _next = now + Interval;
            Tell();
            NextTick = nextToGo == NotMissing ? NotMissing : Math.Max(nextToGo, _next);
        }
    }

    // Those who were told and are not gone for good. Answers with when the next of them may be, should nobody come back.
    private long KeepTold(long now)
    {
        ReadOnlySpan<ulong> current = _current.AsSpan(0, _count);
        long next = NotMissing;
        _shownCount = 0;
        for (int i = 0; i < _told.Length; i++)
        {
            ref long since = ref _missingSince[i];
            since = current.Contains(_told[i]) ? NotMissing : Math.Min(since, now);
            if (since == NotMissing || now - since < Linger)
            {
                _shown[_shownCount++] = _told[i];
                next = since == NotMissing ? next : Math.Min(next, since + Linger);
            }
        }

        return next;
    }

    private void AddNew()
    {
        foreach (ulong talker in _current.AsSpan(0, _count))
        {
            if (_shownCount < ProtocolLimits.MaxTalkers && !_told.AsSpan().Contains(talker))
            {
                _shown[_shownCount++] = talker;
            }
        }
    }

    private void Tell()
    {
        ulong[] told = _shown.AsSpan(0, _shownCount).ToArray();
        int kept = 0;
        for (int i = 0; i < _told.Length; i++)
        {
            if (kept < told.Length && told[kept] == _told[i])
            {
                _missingSince[kept++] = _missingSince[i];
            }
        }

        _missingSince.AsSpan(kept, told.Length - kept).Fill(NotMissing);
        _told = told;
        observer!.TalkersChanged(_told);
    }
}
