namespace Mcu.Client.Hosting;

// What the command line can bring about; each is called only then, and gives the exit code where it gives one.
internal sealed record ClientActions
{
    // Joins a room.
    public required Func<ClientOptions, CancellationToken, Task<int>> Run { get; init; }

    // What --version prints.
    public required Func<string> Versions { get; init; }

    // Prints the sound cards to the first, or why there are none to the second.
    public required Func<TextWriter, TextWriter, int> ListDevices { get; init; }
}
