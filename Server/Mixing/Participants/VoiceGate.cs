namespace Mcu.Server.Mixing;

// Whether a participant's voice is let in at all. It is shut while there is any reason to; and it remembers how often it was, so
// that the mixing thread sees even a mute that came and went between two ticks. Lock-free. Thread: any.
internal sealed class VoiceGate
{
    // A state to begin with, in which the gate counts as shut: before the first look there was nothing to end.
    public const int Unseen = -1;

    private const int Reasons = (int)(GateReason.Muted | GateReason.Alone);
    private const int OneClosing = Reasons + 1;

    // The reasons, and above them the count of closings, which may wrap.
    private int _state;

    // Changes whenever the gate is shut or opened, and never comes back to what it was within a tick.
    public int State => Volatile.Read(ref _state);

    public bool IsOpen => IsOpenIn(State);

    public static bool IsOpenIn(int state) => (state & Reasons) == 0;

    public bool IsShutFor(GateReason reason) => (State & (int)reason) != 0;

    // Sets or lifts one reason. False where it was so already.
    public bool Set(GateReason reason, bool shut)
    {
        while (true)
        {
            int state = State;
            int next = shut ? state | (int)reason : state & ~(int)reason;
            if (next == state)
            {
                return false;
            }

            if (IsOpenIn(state))
            {
                next = unchecked(next + OneClosing);
            }

            if (Interlocked.CompareExchange(ref _state, next, state) == state)
            {
                return true;
            }
        }
    }
}

// Why a voice is not let in.
[Flags]
internal enum GateReason
{
    None = 0,

    // By the participant or the host.
    Muted = 1,

    // There is nobody to hear it.
    Alone = 2,
}
