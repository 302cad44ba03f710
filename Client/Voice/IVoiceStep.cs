namespace Mcu.Client.Voice;

// What a voice loop does every 20 ms.
internal interface IVoiceStep
{
    // Whether a step waits until its frame is due, as a sound card makes it; otherwise the loop waits.
    bool SetsThePace { get; }

    // Now is the frame's deadline; a step that comes late plays but may not send. Thread: the loop's.
    void Step(long now, bool maySend);
}
