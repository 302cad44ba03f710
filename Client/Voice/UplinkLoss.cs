using Mcu.Common.Audio;
using Mcu.Common.Transport;

namespace Mcu.Client.Voice;

// How much of what we send is lost, as QUIC's acknowledgements tell it: what the encoder's FEC must prepare for.
internal sealed class UplinkLoss
{
    // Frames between two looks: a second, in which 50 packets or more went out.
    private const int Interval = AudioFormat.FramesPerSecond;

    // How much of the old estimate stays at each look: half is forgotten after 3 s.
    private const double Keep = 0.8;

    private int _frames;
    private long _sent;
    private long _lost;
    private double _share;

    // The estimate, 0 to 100.
    public int Percent => (int)Math.Round(100 * _share);

    // Call it per frame sent; true where there is a new estimate.
    public bool Update(ITransportConnection connection)
    {
        if (++_frames % Interval != 0)
        {
            return false;
        }

        ConnectionStatistics statistics = connection.GetStatistics();
        long sent = statistics.DatagramsSent - _sent;
        long lost = statistics.DatagramsLost - _lost;
        _sent = statistics.DatagramsSent;
        _lost = statistics.DatagramsLost;
        if (sent <= 0)
        {
            return false;
        }

        _share = (Keep * _share) + ((1 - Keep) * Math.Clamp((double)lost / sent, 0, 1));
        return true;
    }
}
