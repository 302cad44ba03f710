namespace Mcu.Server.Rooms;

// How somebody is known again who was put out of a room. Both are opaque here: `Identity` is null for the anonymous, `Address` is
// made so that all addresses of one household are one.
internal sealed record Visitor(string? Identity, string Address);
