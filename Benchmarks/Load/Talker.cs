using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;

namespace Mcu.Benchmarks.Load;

// One who talks: speech as datagrams of a stream of its own. Thread: the talk's.
internal sealed class Talker(Seat seat, ITransportConnection connection, SpeechPackets speech)
{
    // Frames between the places in the speech at which two talkers begin; a prime, so that many do not say the same.
    private const int Apart = 101;

    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly int _offset = OffsetOf(seat.Index);
    private uint _sequence;
    private bool _wasSilent = true;

    public static int OffsetOf(int index) => index * Apart;

    // Whether something was left to be sent in this frame, with all who talk at that moment. What the connection does not take is lost, and seen by whoever counts.
    public bool Send(long frame)
    {
        if (!seat.Talks(frame))
        {
            _wasSilent = true;
            return false;
        }

        int index = (int)((frame + _offset) % speech.Count);
        var header = new VoiceHeader(
            _wasSilent, Voice: true, speech.Levels[index], _sequence++, unchecked((uint)(frame * AudioFormat.FrameSamples)));
        int length = header.Write(_datagram, speech[index]);
        _wasSilent = false;
        return connection.TryQueueDatagram(_datagram.AsSpan(0, length));
    }
}
