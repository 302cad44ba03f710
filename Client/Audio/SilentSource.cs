namespace Mcu.Client.Audio;

// The source of someone who only listens: over before it began.
internal sealed class SilentSource : IFrameSource
{
    public string Name => "nothing";

    public bool SetsThePace => false;

    public bool TryRead(Span<float> frame)
    {
        frame.Clear();
        return false;
    }

    public void Dispose()
    {
    }
}
