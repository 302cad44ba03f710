using Mcu.Common.Audio;
using Mcu.Common.Voice;

namespace Mcu.Server.Mixing;

// What it takes to hear somebody: jitter buffer, decoder, and the frame that comes out. Mixing thread only.
internal sealed class InboundVoice(MixOptions options) : IDisposable
{
    public VoiceReceiver Receiver { get; } = new(options.Jitter);

    public float[] Frame { get; } = new float[AudioFormat.FrameSamples];

    public void Dispose() => Receiver.Dispose();
}
