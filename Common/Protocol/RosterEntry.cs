namespace Mcu.Common.Protocol;

/// <summary>One participant of a room, on the wire an array <c>[id, name, mute]</c>.</summary>
/// <param name="Id">1 to 2^64 − 1, given by the server and never given again while it runs.</param>
/// <param name="Name">As the server cleaned it; at most <see cref="ProtocolLimits.MaxNameBytes"/>.</param>
/// <param name="Mute">Whether they may be heard.</param>
public sealed record RosterEntry(ulong Id, string Name, MuteState Mute = MuteState.None);
