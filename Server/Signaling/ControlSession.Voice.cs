using Mcu.Server.Mixing;

namespace Mcu.Server.Signaling;

// The datagrams of a session. They come on the endpoint's thread and go straight into the participant's ring.
internal sealed partial class ControlSession
{
    private volatile MixParticipant? _voice;

    private void TakeDatagram(ReadOnlySpan<byte> datagram, long now)
    {
        if (_voice is { } voice)
        {
            voice.Receive(datagram, now);
        }
        else
        {
            _context.Statistics.CountOutsideRoom();
        }
    }
}
