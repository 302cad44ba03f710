namespace Mcu.Server.Mixing;

// A packet that is passed on, by its place in its sender's stream: numbers that do not wrap, and which of the sender's streams it
// is. Opens: packets before it were left out on purpose, so there is no loss in front of it.
internal readonly record struct SpokenPacket(long Sequence, long Time, int Stream, bool Opens);
