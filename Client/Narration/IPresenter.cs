using Mcu.Client.Session;

namespace Mcu.Client.Narration;

// How a run tells what happens: as JSON lines for programs, or as plain ones for people. Called once we are in the room; one
// call at a time, from any thread.
internal interface IPresenter
{
    void Warned(string sentence);

    void Happened(SessionEvent happened);

    void Answered(CommandAnswer answer);

    // The last call.
    void Ended(SessionEnd end, CallReport report);
}
