namespace Mcu.Client.Session;

// Whether our own voice is held back. Set by the session, read by the voice loop's thread at every frame.
internal sealed class MuteSwitch
{
    private volatile bool _isMuted;

    public bool IsMuted
    {
        get => _isMuted;
        set => _isMuted = value;
    }
}
