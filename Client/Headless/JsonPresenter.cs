using System.Text.Json;
using Mcu.Client.Commands;
using Mcu.Client.Narration;
using Mcu.Client.Session;
using Mcu.Common;

namespace Mcu.Client.Headless;

// For programs: everything is one line of JSON, written at once. Now: nanoseconds of MonotonicClock.
internal sealed class JsonPresenter(TextWriter output, Func<long> now) : IPresenter
{
    private long AtMs => now() / MonotonicClock.Millisecond;

    public void Warned(string sentence) => Write(new WarningLine(AtMs, sentence));

    public void Noted(string sentence)
    {
        // Not among the lines that docs/headless.md promises.
    }

    public void Happened(ConferenceEvent happened)
    {
        if (happened is ConferenceEvent.InRoom room)
        {
            Write(LineOf(room.Happened));
        }
    }

    public void Answered(CommandAnswer answer)
    {
        Peer? peer = answer.Command switch
        {
            Command.Kick kick => kick.Peer,
            Command.ForceMute mute => mute.Peer,
            Command.Block block => block.Peer,
            _ => null,
        };
        Write(new AnswerLine(answer.Command.Name, answer.Line, AtMs, answer.Ok)
        {
            Code = answer.Code,
            Sentence = answer.Sentence,
            Lines = answer.Lines.Count > 0 ? answer.Lines : null,
            Id = peer?.Id,
            Name = peer?.Name,
            SelfMuted = answer.Command is Command.Mute ? answer.IsMuted : null,
            ForceMuted = answer.Self?.IsForceMuted,
            Participants = answer.Present?.Select(Of).ToArray(),
            Commands = answer.Command is Command.Help ? [.. CommandTable.All.Select(Of)] : null,
        });
    }

    public void Ended(SessionEnd end, CallReport report) => Write((report with { AtMs = AtMs }).ToJson());

    private object? LineOf(SessionEvent happened) => happened switch
    {
        SessionEvent.Joined joined => JoinedOf(joined),
        SessionEvent.Came { Who: var who } => new CameLine(AtMs, who.Id, who.Name, who.IsSelfMuted, who.IsForceMuted),
        SessionEvent.Left { Who: var who } left => new LeftLine(AtMs, who.Id, who.Name, CodeNames.Of(left.Reason)),
        SessionEvent.HostChanged { Host: var host } => new HostChangedLine(AtMs, host.Id, host.Name, host.IsSelf),
        SessionEvent.MuteChanged { Who: var who } =>
            new MuteChangedLine(AtMs, who.Id, who.Name, who.IsSelfMuted, who.IsForceMuted, who.IsSelf),
        SessionEvent.Talking talking =>
            new TalkingLine(AtMs, [.. talking.Who.Select(someone => new JsonPerson(someone.Id, someone.Name))]),
        SessionEvent.Notice notice => new NoticeLine(AtMs, CodeNames.Of(notice.Code), notice.Sentence),
        SessionEvent.ShuttingDown goodbye => new ShuttingDownLine(AtMs, goodbye.Reason),
        _ => null,
    };

    private JoinedLine JoinedOf(SessionEvent.Joined joined)
    {
        Participant? self = joined.Present.FirstOrDefault(someone => someone.IsSelf);
        Participant? host = joined.Present.FirstOrDefault(someone => someone.IsHost);
        JsonParticipant[] participants = [.. joined.Present.Select(Of)];
        return new JoinedLine(AtMs, joined.Room, self?.Id ?? 0, self?.Name ?? "", host?.Id, participants);
    }

    private static JsonParticipant Of(Participant someone) => new(
        someone.Id,
        someone.Name,
        someone.IsHost,
        someone.IsTalking,
        someone.IsSelfMuted,
        someone.IsForceMuted,
        someone.IsBlocked,
        someone.IsSelf);

    private static JsonCommand Of(CommandDescription command) =>
        new(command.Name, [.. command.Aliases], command.Usage, command.Help, command.HostOnly, command.NeedsSoundCard);

    private void Write(object? line)
    {
        if (line is not null)
        {
            Write(JsonSerializer.Serialize(line, line.GetType(), JsonLineContext.Readable));
        }
    }

    private void Write(string line)
    {
        output.Write(line + "\n");
        output.Flush();
    }
}
