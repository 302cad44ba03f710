namespace Mcu.Client.Control;

// Who carries out what came through a control socket. Called from any thread, by several at once.
internal interface ICommandHandler
{
    // Line: a command with its slash, not yet looked at; may be anything. Never faults but by being cancelled, when nobody waits
    // for the answer any more.
    Task<CommandReply> RunAsync(string line, CancellationToken cancellationToken);
}
