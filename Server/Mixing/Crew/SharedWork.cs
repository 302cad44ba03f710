using System.Runtime.ExceptionServices;

namespace Mcu.Server.Mixing;

// One thread's work, laid out for others to take parts of. Lock-free; nothing allocates.
//
// Which part is next stands in one word with the number of parts and a generation, which changes with each work. Who wants a part
// reads the word, then whose work it is, and takes the part by compare-and-swap on the whole word. Where that succeeds, the word
// had not changed, so the work was not over, so the owner had not put another in its place: nobody takes a part of what is
// finished, or runs a part of one work with another's number, however late they come.
internal sealed class SharedWork
{
    // Parts that the word can count; a room has a stream for each of its participants at most.
    public const int MaxParts = 0xFFFF;

    private const int PartsShift = 16;
    private const int GenerationShift = 32;

    private long _word; // generation, parts, next part
    private IMixWork? _work;
    private Exception? _failure;
    private int _done;

    // Owner. From here on others may take parts, 1 to MaxParts.
    public void Begin(IMixWork work, int parts)
    {
        _work = work;
        _done = 0;
        long generation = (Volatile.Read(ref _word) >> GenerationShift) + 1;
        Interlocked.Exchange(ref _word, (generation << GenerationShift) | ((long)parts << PartsShift));
    }

    // Any thread. Takes the next part and runs it; what that throws is kept for the owner. False where none is left.
    public bool TryRunPart()
    {
        while (TryLook(out PartOffer offer))
        {
            if (TryTake(offer))
            {
                Run(offer);
                return true;
            }
        }

        return false;
    }

    // The next part, as it is just now. False where none is left.
    public bool TryLook(out PartOffer offer)
    {
        long word = Volatile.Read(ref _word);
        offer = new PartOffer(word, Volatile.Read(ref _work));
        return offer.Part < PartsOf(word);
    }

    // False where that part is not the next one any more.
    public bool TryTake(in PartOffer offer) =>
        Interlocked.CompareExchange(ref _word, offer.Word + 1, offer.Word) == offer.Word;

    // Owner, after it found no part left: returns when the last one is done, and throws what one of them has thrown.
    public void End()
    {
        int parts = PartsOf(Volatile.Read(ref _word));
        var spin = default(SpinWait);
        while (Volatile.Read(ref _done) < parts)
        {
            // Never a real sleep: what is missing is shorter.
            spin.SpinOnce(sleep1Threshold: -1);
        }

        // Nobody takes a part any more, so nobody looks; and no room that is gone is kept.
        Exception? failure = _failure;
        _work = null;
        _failure = null;
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Run(in PartOffer taken)
    {
        try
        {
            taken.Work!.RunPart(taken.Part);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }

        Interlocked.Increment(ref _done);
    }

    private static int PartsOf(long word) => (int)(word >> PartsShift) & MaxParts;
}

// The next part of a work as somebody saw it; theirs once they have taken it.
internal readonly record struct PartOffer(long Word, IMixWork? Work)
{
    public int Part => (int)Word & SharedWork.MaxParts;
}
