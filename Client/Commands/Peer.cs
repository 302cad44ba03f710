namespace Mcu.Client.Commands;

// Somebody whom a command may be about: the server's number for them, and what they are called.
internal sealed record Peer(ulong Id, string Name);
