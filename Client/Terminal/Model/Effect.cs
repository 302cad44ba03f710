namespace Mcu.Client.Terminal.Model;

// What is to be done outside because of a message.
internal abstract record Effect
{
    private Effect()
    {
    }

    // Carry out what the user typed, or a key that stands for it.
    internal sealed record Submit(string Line) : Effect;

    internal sealed record Leave : Effect;

    internal sealed record TalkKey(bool Down) : Effect;

    // As Ctrl+Z does in a shell.
    internal sealed record Suspend : Effect;

    // Write all of the screen anew.
    internal sealed record Redraw : Effect;
}
