using Mcu.Client.Commands;

namespace Mcu.Client.Terminal.Model;

// How our own voice goes out.
internal sealed record VoiceState(TalkMode Mode = TalkMode.Voice)
{
    // On this side, whether or not the server knows.
    public bool IsMuted { get; init; }

    public bool IsTalkKeyDown { get; init; }

    // Whether frames are sent now.
    public bool IsSending { get; init; }
}
