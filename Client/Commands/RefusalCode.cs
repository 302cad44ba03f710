namespace Mcu.Client.Commands;

// Why a line was not carried out and nothing was asked of the server, for programs; docs/headless.md lists them.
internal enum RefusalCode
{
    // It does not begin with a slash.
    NotACommand,

    UnknownCommand,

    // Something is missing behind the command, too long, or not what it takes.
    BadArgument,

    // Nobody here has that name or number.
    NoSuchParticipant,

    // Several people share that name.
    AmbiguousName,

    LineTooLong,

    // It is about a sound card, and this client runs without one.
    NoSoundCard,

    // A control character.
    BadText,
}
