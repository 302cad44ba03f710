using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// Who is in the room: an arrow at ourselves, a mark and a level at whoever talks, the name, how they stand, and the id.
internal static class PeersPanel
{
    // Columns of a name that badges in full words leave, else they are letters.
    private const int LeastName = 10;

    public static void Draw(Canvas canvas, ScreenModel model)
    {
        Area area = ScreenLayout.Peers(model);
        (IReadOnlyList<PeerRow> shown, int more) = PeerList.Of(model.Peers, area.InnerHeight);
        IReadOnlySet<ulong> ambiguous = PeerList.Ambiguous(model.Peers, model.IsUnicode);
        int idWidth = shown.Select(peer => $"{peer.Id}".Length).DefaultIfEmpty(0).Max();
        List<StyledLine> lines =
            [.. shown.Select(peer => Row(canvas, model, peer, ambiguous.Contains(peer.Id), area.InnerWidth, idWidth))];
        if (more > 0)
        {
            lines.Add(canvas.Line().AddCut($"  +{more} more; /who lists them", Palette.Quiet, area.InnerWidth));
        }

        canvas.Panel(area, Heading(canvas, model), Palette.Border, lines);
    }

    private static StyledLine Heading(Canvas canvas, ScreenModel model)
    {
        int talking = model.Peers.Count(peer => peer.IsTalking);
        StyledLine line = canvas.Line().Add("Peers", Palette.Heading).Add($" {model.Peers.Count}", Palette.Plain);
        return talking == 0 ? line : line.Add($" {canvas.Glyphs.Dot} {talking} talking", Palette.Talking);
    }

    private static StyledLine Row(Canvas canvas, ScreenModel model, PeerRow peer, bool isAmbiguous, int width, int idWidth)
    {
        int barWidth = width switch
        {
            < 28 => 2,
            < 40 => 4,
            _ => 8,
        };
        StyledLine line = canvas.Line()
            .Add(peer.IsSelf ? canvas.Glyphs.Arrow : " ", Palette.Self)
            .Add(peer.IsTalking ? canvas.Glyphs.Talking : " ", Palette.Talking)
            .Add(peer.IsTalking ? canvas.Glyphs.LevelBar(Level(model, peer), barWidth) : "", Palette.Talking)
            .PadTo(2 + barWidth + 1);
        int room = width - line.Width - idWidth - 1;
        IReadOnlyList<DisplayCluster> name = Name(peer, model.IsUnicode);
        StyledLine badges = Badges(canvas, peer, isAmbiguous, isShort: false);
        if (badges.Width > room - Math.Min(DisplayText.WidthOf(name), LeastName))
        {
            badges = Badges(canvas, peer, isAmbiguous, isShort: true);
        }

        return line
            .Add(DisplayText.Cut(name, room - badges.Width, model.IsUnicode), NameStyle(peer))
            .Add(badges)
            .PadTo(width - $"{peer.Id}".Length)
            .Add($"{peer.Id}", Palette.Quiet);
    }

    // Others come as one mix, so whoever talks is as loud as what is heard.
    private static int Level(ScreenModel model, PeerRow peer) =>
        peer.IsSelf ? model.Measurements.MicrophoneLevel : model.Measurements.HeardLevel;

    private static IReadOnlyList<DisplayCluster> Name(PeerRow peer, bool isUnicode) =>
        DisplayText.Of(string.IsNullOrWhiteSpace(peer.Name) ? "(no name)" : peer.Name, isUnicode);

    private static CellStyle NameStyle(PeerRow peer) => peer switch
    {
        { IsTalking: true } => Palette.TalkingName,
        { IsSelf: true } => Palette.Strong,
        { IsMuted: true } or { IsSilenced: true } or { IsBlocked: true } => Palette.Quiet,
        _ => Palette.Plain,
    };

    private static StyledLine Badges(Canvas canvas, PeerRow peer, bool isAmbiguous, bool isShort)
    {
        StyledLine line = canvas.Line();
        (bool IsSo, string Word, CellStyle Style)[] badges =
        [
            (isAmbiguous, "(!)", Palette.Doubtful),
            (peer.IsHost, "HOST", Palette.Host),
            (peer.IsMuted, "MUTE", Palette.Muted),
            (peer.IsSilenced, "SILENCED", Palette.Silenced),
            (peer.IsBlocked, "BLOCKED", Palette.Blocked),
        ];
        foreach ((_, string word, CellStyle style) in badges.Where(badge => badge.IsSo))
        {
            line.Add(" ", Palette.Plain).Add(isShort && word[0] != '(' ? word[..1] : word, style);
        }

        return line;
    }
}
