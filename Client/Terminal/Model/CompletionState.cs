namespace Mcu.Client.Terminal.Model;

// What the Tab key offers while it is pressed again and again: Candidates stand between Before and After in the line, one at a
// time; the one at Index stands there now.
internal sealed record CompletionState(string Before, string After, IReadOnlyList<string> Candidates, int Index);
