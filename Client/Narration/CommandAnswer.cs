using Mcu.Client.Commands;
using Mcu.Client.Session;

namespace Mcu.Client.Narration;

// What became of one line of input. Texts are safe to show.
internal sealed record CommandAnswer(long Line, Command Command, bool Ok)
{
    // Why not, for programs: an error code of the protocol or a RefusalCode, in snake_case. Null where it is done.
    public string? Code { get; init; }

    // Why not, or what else is to be known; null where there is nothing to say.
    public string? Sentence { get; init; }

    // After /mute: how we stand now.
    public Participant? Self { get; init; }

    // After /forcemute and /forceunmute: how they stand now; null where they have left meanwhile.
    public Participant? Whom { get; init; }

    // After /mute: whether our voice is held back on this side. May be so although the server refused.
    public bool IsMuted { get; init; }

    // After /who: everyone.
    public IReadOnlyList<Participant>? Present { get; init; }
}
