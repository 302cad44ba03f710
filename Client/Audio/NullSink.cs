namespace Mcu.Client.Audio;

// The sink of someone who only speaks.
internal sealed class NullSink : IFrameSink
{
    public string Name => "nowhere";

    public bool SetsThePace => false;

    public void Write(ReadOnlySpan<float> frame)
    {
    }

    public void Dispose()
    {
    }
}
