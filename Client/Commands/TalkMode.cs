namespace Mcu.Client.Commands;

// When the microphone is sent.
internal enum TalkMode
{
    // While somebody speaks into it.
    Voice,

    // While the talk key is down.
    PushToTalk,

    // Always, unless muted.
    Continuous,
}
