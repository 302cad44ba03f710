namespace Mcu.Client.Audio;

// What was heard, as a WAV file.
internal sealed class WavSink(WavWriter writer) : IFrameSink
{
    public string Name => writer.Name;

    public bool SetsThePace => false;

    public void Write(ReadOnlySpan<float> frame) => writer.Write(frame);

    public void Dispose() => writer.Dispose();
}
