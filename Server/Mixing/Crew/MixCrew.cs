using Mcu.Common;

namespace Mcu.Server.Mixing;

// The mixing threads as each other's help: whoever has one big tick to do puts its parts where those who wait for their next tick
// can take them. One place for each thread. Neither locks nor allocates after it was made.
// Thread: Member and WouldHelp any; HelpAny and the rest as said at each.
internal sealed class MixCrew
{
    // Nanoseconds of work that are worth another thread's getting up for. What one thread can do in a good part of the 20 ms is
    // done there: sharing costs both of them processor time, and saves only what nobody hears.
    public const long WorthSharing = 6 * MonotonicClock.Millisecond;

    private readonly CrewMember[] _members;

    // One member for each action; the action ends that thread's sleep.
    public MixCrew(IReadOnlyList<Action> wakes, Func<long> clock)
    {
        _members = [.. wakes.Select((wake, index) => new CrewMember(this, index, wake, clock))];
    }

    public int Count => _members.Length;

    public CrewMember this[int member] => _members[member];

    // Wakes so many members that have time, the ones after `asking` first, so that not all ask the same.
    public void Call(int asking, int helpers)
    {
        for (int i = 1; i < _members.Length && helpers > 0; i++)
        {
            if (_members[(asking + i) % _members.Length].TryCall())
            {
                helpers--;
            }
        }
    }

    // Does one part of anybody else's work. False where there is none to take.
    public bool TryHelpOnce(int helping)
    {
        for (int i = 1; i < _members.Length; i++)
        {
            if (_members[(helping + i) % _members.Length].Share.TryRunPart())
            {
                return true;
            }
        }

        return false;
    }
}
