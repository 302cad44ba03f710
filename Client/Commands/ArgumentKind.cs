namespace Mcu.Client.Commands;

// What may stand first behind a command, so that a screen can offer it.
internal enum ArgumentKind
{
    None,

    // One of the description's Words, or nothing.
    Words,

    // Somebody who is here, by name or id.
    Peer,

    // A device to record from, by name or a unique part of it, or "default".
    InputDevice,

    // A device to play on, likewise.
    OutputDevice,
}
