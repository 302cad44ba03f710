namespace Mcu.Common.Protocol;

/// <summary>
/// Why a participant is not heard; any of them is enough. They are independent: whoever takes back their own mute while the
/// host silences them stays unheard. On the wire the sum of its bits; bits that are not here come from a newer server and are
/// passed over.
/// </summary>
[Flags]
public enum MuteState : byte
{
    /// <summary>May be heard.</summary>
    None = 0,

    /// <summary>Muted by themselves.</summary>
    Self = 1,

    /// <summary>Silenced by the room's host.</summary>
    Host = 2,
}
