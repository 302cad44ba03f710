namespace Mcu.Client.Terminal.Model;

// Something that happened, at that time of day. The text may hold names, and so be anything.
internal sealed record EventLine(TimeOnly At, string Text, EventTone Tone = EventTone.Plain);

internal enum EventTone
{
    Plain,

    // Of little weight: who came and went.
    Quiet,

    // What the user typed.
    Typed,

    // It went as it should.
    Good,

    // Somebody should know.
    Warning,

    // It did not work, or is lost.
    Bad,
}
