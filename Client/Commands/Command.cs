namespace Mcu.Client.Commands;

// What a line asks for.
internal abstract record Command
{
    private Command()
    {
    }

    // As the table has it; null where the line was no command.
    public abstract string? Name { get; }

    // On is null to change from one to the other.
    internal sealed record Mute(bool? On) : Command
    {
        public override string Name => CommandTable.Mute;
    }

    // Reason: at most CommandLimits.MaxReasonBytes, may be empty.
    internal sealed record Kick(Peer Peer, string Reason) : Command
    {
        public override string Name => CommandTable.Kick;
    }

    internal sealed record ForceMute(Peer Peer, bool Muted) : Command
    {
        public override string Name => Muted ? CommandTable.ForceMute : CommandTable.ForceUnmute;
    }

    internal sealed record Block(Peer Peer, bool Blocked) : Command
    {
        public override string Name => Blocked ? CommandTable.Block : CommandTable.Unblock;
    }

    // Down is null to change from one to the other.
    internal sealed record TalkKey(bool? Down) : Command
    {
        public override string Name => CommandTable.TalkKey;
    }

    // To is null to ask which it is.
    internal sealed record Mode(TalkMode? To) : Command
    {
        public override string Name => CommandTable.Mode;
    }

    internal sealed record Devices : Command
    {
        public override string Name => CommandTable.Devices;
    }

    // Device: a name or a part of one, not blank; null for the system's default.
    internal sealed record UseInput(string? Device) : Command
    {
        public override string Name => CommandTable.Input;
    }

    internal sealed record UseOutput(string? Device) : Command
    {
        public override string Name => CommandTable.Output;
    }

    // On is null to change from one to the other.
    internal sealed record Processing(ProcessingPart Part, bool? On) : Command
    {
        public override string Name => Part switch
        {
            ProcessingPart.EchoCancellation => CommandTable.Echo,
            ProcessingPart.NoiseSuppression => CommandTable.Noise,
            _ => CommandTable.Gain,
        };
    }

    internal sealed record Statistics : Command
    {
        public override string Name => CommandTable.Statistics;
    }

    internal sealed record Invite : Command
    {
        public override string Name => CommandTable.Invite;
    }

    internal sealed record Who : Command
    {
        public override string Name => CommandTable.Who;
    }

    internal sealed record Leave : Command
    {
        public override string Name => CommandTable.Leave;
    }

    internal sealed record Help : Command
    {
        public override string Name => CommandTable.Help;
    }

    // Nothing that can be carried out; the sentence says what stood there and what is allowed.
    internal sealed record Refused(string? Asked, RefusalCode Code, string Sentence) : Command
    {
        public override string? Name => Asked;
    }
}
