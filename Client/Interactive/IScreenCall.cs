using Mcu.Client.Narration;

namespace Mcu.Client.Interactive;

// What the screen wants of the call behind it. Any thread; nothing here waits.
internal interface IScreenCall
{
    CallNumbers Numbers { get; }

    // Names that /input and /output can be followed by.
    IReadOnlyList<string> InputDevices { get; }

    IReadOnlyList<string> OutputDevices { get; }

    // Carries out what was typed; the answer is presented.
    Task RunAsync(InputLine line);

    void PressTalkKey(bool down);
}
