namespace Mcu.Client.Commands;

// One command, for whoever reads /help or the documents. Usage is what follows the slash; Help is one line.
internal sealed record CommandDescription(string Name, string Usage, string Help)
{
    // Other words for the same.
    public IReadOnlyList<string> Aliases { get; init; } = [];

    // Whether the server does it for the host only.
    public bool HostOnly { get; init; }

    // Whether it is about a sound card, and so refused where files stand in for one.
    public bool NeedsSoundCard { get; init; }

    public ArgumentKind Takes { get; init; }

    // For ArgumentKind.Words: all of them, in small letters.
    public IReadOnlyList<string> Words { get; init; } = [];
}
