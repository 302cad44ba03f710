using Mcu.Client.Session;

namespace Mcu.Client.Narration;

// How a run tells what happens: as JSON lines for programs, as plain ones for people, or on a screen. Called once we are in the
// room; one call at a time, from any thread.
internal interface IPresenter
{
    void Warned(string sentence);

    // Something that people like to know and programs need not.
    void Noted(string sentence);

    // All but the end, which has a call of its own.
    void Happened(ConferenceEvent happened);

    void Answered(CommandAnswer answer);

    // The last call.
    void Ended(SessionEnd end, CallReport report);
}
