namespace Mcu.Client.Audio.Processing;

// When our voice is sent.
internal enum TransmitMode
{
    // While we speak.
    VoiceActivity,

    // While the talk key is down.
    PushToTalk,

    // Always.
    Continuous,
}
