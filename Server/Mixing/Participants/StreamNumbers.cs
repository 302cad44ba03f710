using Mcu.Common.Audio;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// The numbers of one listener's stream, which go on unbroken wherever its packets come from: the sequence counts packets that were
// sent, the timestamp samples, silence included. A value that lives in its seat. Pure.
internal struct StreamNumbers()
{
    // What the next packet gets.
    public uint NextSequence { get; set; }

    public uint NextTimestamp { get; set; }

    // Whether the next packet begins a talkspurt.
    public bool WasSilent { get; set; } = true;

    // Whether anything was ever sent.
    public bool HasSent { get; set; }

    // Puts this listener's numbers into a datagram whose header is there already, and goes on by one frame.
    public void Stamp(Span<byte> datagram)
    {
        VoiceHeader.Renumber(datagram, WasSilent, NextSequence, NextTimestamp);
        unchecked
        {
            NextSequence++;
            NextTimestamp += AudioFormat.FrameSamples;
        }

        WasSilent = false;
        HasSent = true;
    }

    // Lets frames pass unsent: the timestamp runs on, the sequence does not. With none nothing changes.
    public void StaySilent(long frames = 1)
    {
        NextTimestamp += unchecked((uint)(frames * AudioFormat.FrameSamples));
        WasSilent |= frames > 0;
    }
}
