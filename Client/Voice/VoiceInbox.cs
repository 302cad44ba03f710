using Mcu.Common.Buffers;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;

namespace Mcu.Client.Voice;

// Voice datagrams between the endpoint's thread, which puts them in, and the voice loop's, which takes them out once per step.
// It exists before the connection does, so that not even the first voice is missed. No locks, no allocation.
internal sealed class VoiceInbox
{
    // 320 ms of datagrams between two steps; more than that is not waited for anyway.
    private const int Packets = 16;

    private readonly PacketRing _ring = new(Packets, ProtocolLimits.MaxDatagramBytes);
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private long _malformed;

    // Datagrams dropped: no voice datagram, or one that was in there too long.
    public long Dropped => _malformed + _ring.Dropped;

    // A DatagramHandler. Endpoint's thread.
    public void OnDatagram(ReadOnlySpan<byte> datagram, long now) => _ring.Write(datagram, now);

    // Voice loop's thread.
    public void DrainInto(VoiceReceiver receiver)
    {
        for (int length = _ring.Read(_datagram, out long arrival); length > 0; length = _ring.Read(_datagram, out arrival))
        {
            if (!receiver.TryInsertDatagram(_datagram.AsSpan(0, length), arrival))
            {
                _malformed++;
            }
        }
    }
}
