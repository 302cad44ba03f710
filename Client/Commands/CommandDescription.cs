namespace Mcu.Client.Commands;

// One command, for whoever reads /help or the documents. Usage is what follows the slash; Help is one line.
internal sealed record CommandDescription(string Name, string Usage, string Help)
{
    // Other words for the same.
    public IReadOnlyList<string> Aliases { get; init; } = [];

    // Whether the server does it for the host only.
    public bool HostOnly { get; init; }
}
