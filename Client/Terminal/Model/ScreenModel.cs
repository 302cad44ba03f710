using Mcu.Client.Terminal.Input;

namespace Mcu.Client.Terminal.Model;

// All that the screen shows is drawn from this, and only ScreenUpdate makes a new one. Immutable.
internal sealed record ScreenModel(int Columns, int Rows, bool IsUnicode, int MaxEvents)
{
    // Before the join: what was asked for; after it: as the server has it.
    public string Room { get; init; } = "";

    public string Name { get; init; } = "";

    public ConnectionState Connection { get; init; } = ConnectionState.Connecting;

    // Since when nothing was heard, or in how many it is tried again; null where that is not so.
    public int? ConnectionSeconds { get; init; }

    public IReadOnlyList<PeerRow> Peers { get; init; } = [];

    public EventLog Events { get; init; } = new(MaxEvents);

    // How many of the newest events are below what is shown.
    public int EventsBelow { get; init; }

    public VoiceState OwnVoice { get; init; } = new();

    public Measurements Measurements { get; init; } = new();

    public IReadOnlyList<string> InputDevices { get; init; } = [];

    public IReadOnlyList<string> OutputDevices { get; init; } = [];

    public ShownPanel Panel { get; init; }

    // Rows of that panel that are above what is shown.
    public int PanelAbove { get; init; }

    public LineEditor Line { get; init; } = new();

    public LineHistory History { get; init; } = new();

    public CompletionState? Completion { get; init; }

    // A few words in answer to the last key; gone with the next one.
    public string? Hint { get; init; }

    // "Leave the room?" waits for an answer.
    public bool IsAskingToLeave { get; init; }

    // Whether the terminal says when a key is let go.
    public bool ReportsReleases { get; init; }

    // The key that holds the talk key down, and goes up again by itself.
    public Key? HeldTalkKey { get; init; }

    // When the talk key was pressed last, whether or not that counted.
    public long? TalkKeyPressedAt { get; init; }

    public PeerRow? Self => Peers.FirstOrDefault(peer => peer.IsSelf);

    public bool IsHost => Self is { IsHost: true };

    public bool IsMuted => OwnVoice.IsMuted || Self is { IsMuted: true };

    public bool IsSilenced => Self is { IsSilenced: true };
}
