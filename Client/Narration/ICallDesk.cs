using Mcu.Client.Commands;

namespace Mcu.Client.Narration;

// What commands may ask of this side of the call: the talk key, devices, what is done to the sound, numbers, the invite. Its twin
// is a client without sound.
internal interface ICallDesk
{
    // Does it, or says why not. Any thread.
    DeskAnswer Carry(Command command);
}

// Lines are for people, one or more where it could not be done. Code: for programs, in snake_case; null where it is done.
internal sealed record DeskAnswer(string? Code, IReadOnlyList<string> Lines)
{
    public static DeskAnswer Done(params string[] lines) => new(null, lines);

    public static DeskAnswer Refused(RefusalCode code, string sentence) => new(CodeNames.Of(code), [sentence]);
}
