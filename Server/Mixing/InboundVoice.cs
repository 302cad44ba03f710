using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;

namespace Mcu.Server.Mixing;

// What it takes to hear somebody: jitter buffer, decoder, and the frame that comes out. Mixing thread only.
internal sealed class InboundVoice(MixOptions options) : IDisposable
{
    public VoiceReceiver Receiver { get; } = new(options.Jitter);

    public float[] Frame { get; } = new float[AudioFormat.FrameSamples];

    // For what comes out of the ring.
    public byte[] Datagram { get; } = new byte[ProtocolLimits.MaxDatagramBytes];

    public void Dispose() => Receiver.Dispose();
}
