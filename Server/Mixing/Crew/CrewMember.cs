namespace Mcu.Server.Mixing;

// One mixing thread's place in the crew: what it shares, and whether it has time for others.
// Thread: Run, Rest and GetUp on the member's own; TryCall any.
internal sealed class CrewMember(MixCrew crew, int index, Action wake, Func<long> clock) : IMixCrew
{
    private const int Busy = 0;
    private const int Resting = 1;

    // What a part takes, nanoseconds, in the long run; begins with about what an encode does.
    private long _partTime = 300_000;
    private int _state;

    // What others may take parts of.
    public SharedWork Share { get; } = new();

    // A part must not run anything here itself.
    public void Run(IMixWork work, int parts)
    {
        long start = clock();
        int own = 0;
        if (parts is > 1 and <= SharedWork.MaxParts && crew.Count > 1 && parts * _partTime > MixCrew.WorthSharing)
        {
            Share.Begin(work, parts);
            // One for each piece that is worth it, less the one that is done here.
            crew.Call(index, (int)Math.Min(parts - 1, (parts * _partTime) / (MixCrew.WorthSharing / 2) - 1));
            while (Share.TryRunPart())
            {
                own++;
            }

            Learn(start, own);
            Share.End();
        }
        else if (parts > 0)
        {
            SoloCrew.Instance.Run(work, parts);
            Learn(start, parts);
        }
    }

    // From here on it may be called. Look for work once more after this, then sleep.
    public void Rest() => Interlocked.Exchange(ref _state, Resting);

    public void GetUp() => Volatile.Write(ref _state, Busy);

    // Does a part of somebody else's work. False where there is none.
    public bool TryHelp() => crew.TryHelpOnce(index);

    // Wakes it where it rests; once, however many call.
    public bool TryCall()
    {
        if (Volatile.Read(ref _state) != Resting || Interlocked.Exchange(ref _state, Busy) != Resting)
        {
            return false;
        }

        wake();
        return true;
    }

    private void Learn(long start, int parts)
    {
        if (parts > 0)
        {
            _partTime += (((clock() - start) / parts) - _partTime) / 8;
        }
    }
}
