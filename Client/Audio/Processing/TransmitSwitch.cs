namespace Mcu.Client.Audio.Processing;

// The transmit mode and the talk key: any thread sets them, the capture thread looks every frame.
internal sealed class TransmitSwitch
{
    private volatile TransmitMode _mode;
    private volatile bool _isTalkKeyDown;

    public TransmitMode Mode
    {
        get => _mode;
        set => _mode = value;
    }

    // Means nothing but in push-to-talk.
    public bool IsTalkKeyDown
    {
        get => _isTalkKeyDown;
        set => _isTalkKeyDown = value;
    }
}
