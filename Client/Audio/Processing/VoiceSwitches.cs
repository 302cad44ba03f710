namespace Mcu.Client.Audio.Processing;

// What is done to the microphone's sound: any thread sets it, the capture thread looks every frame.
internal sealed class VoiceSwitches
{
    private volatile bool _echoCancellation = true;
    private volatile bool _noiseSuppression = true;
    private volatile bool _automaticGain = true;

    public bool EchoCancellation
    {
        get => _echoCancellation;
        set => _echoCancellation = value;
    }

    public bool NoiseSuppression
    {
        get => _noiseSuppression;
        set => _noiseSuppression = value;
    }

    public bool AutomaticGain
    {
        get => _automaticGain;
        set => _automaticGain = value;
    }
}
