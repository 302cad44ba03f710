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
        int idWidth = Math.Min(shown.Select(peer => $"{peer.Id}".Length).DefaultIfEmpty(0).Max(), area.InnerWidth / 3);
        List<StyledLine> lines =
            [.. shown.Select(peer => Row(canvas, model, peer, ambiguous.Contains(peer.Id), area.InnerWidth, idWidth))];
        if (more > 0)
        {
            lines.Add(canvas.Line().AddCut($"   +{more} more (/who)", Palette.Quiet, area.InnerWidth));
        }

        canvas.Panel(area, Heading(canvas, model), Palette.Border, lines);
    }

    private static StyledLine Heading(Canvas canvas, ScreenModel model)
    {
        int talking = model.Peers.Count(peer => IsTalking(model, peer));
        StyledLine line = canvas.Line().Add("Peers", Palette.Heading).Add($" {model.Peers.Count}", Palette.Plain);
        return talking == 0 ? line : line.Add($" {canvas.Glyphs.Dot} {talking} talking", Palette.Talking);
    }

    private static StyledLine Row(Canvas canvas, ScreenModel model, PeerRow peer, bool isAmbiguous, int width, int idWidth)
    {
        bool isTalking = IsTalking(model, peer);
        int barWidth = isTalking ? BarWidth(width) : 0;
        StyledLine line = canvas.Line()
            .Add(peer.IsSelf ? canvas.Glyphs.Arrow : " ", Palette.Self)
            .Add(isTalking ? canvas.Glyphs.Talking : " ", Palette.Talking)
            .Add(" ", Palette.Plain);
        int room = width - line.Width - idWidth - 1 - (isTalking ? barWidth + 1 : 0);
        IReadOnlyList<DisplayCluster> name = Name(peer, model.IsUnicode);
        StyledLine badges = Badges(canvas, peer, isAmbiguous, isShort: false);
        if (badges.Width > room - Math.Min(DisplayText.WidthOf(name), LeastName))
        {
            badges = Badges(canvas, peer, isAmbiguous, isShort: true);
        }

        string id = $"{peer.Id}";
        id = id.Length <= idWidth ? id : canvas.Glyphs.Ellipsis + id[^(idWidth - 1)..];
        return line
            .Add(DisplayText.Cut(name, room - badges.Width, model.IsUnicode), NameStyle(model, peer))
            .Add(badges.Cropped(room))
            .PadTo(width - idWidth - 1 - barWidth)
            .Add(isTalking ? canvas.Glyphs.LevelBar(Level(model, peer), barWidth) : "", Palette.Talking)
            .PadTo(width - id.Length)
            .Add(id, Palette.Quiet);
    }

    private static int BarWidth(int width) => width switch
    {
        < 28 => 3,
        < 40 => 5,
        _ => 8,
    };

    // What was told before the connection was lost is no news.
    private static bool IsTalking(ScreenModel model, PeerRow peer) =>
        peer.IsTalking && model.Connection == ConnectionState.Connected;

    // Others come as one mix, so whoever talks is as loud as what is heard.
    private static int Level(ScreenModel model, PeerRow peer) =>
        peer.IsSelf ? model.Measurements.MicrophoneLevel : model.Measurements.HeardLevel;

    private static IReadOnlyList<DisplayCluster> Name(PeerRow peer, bool isUnicode) =>
        DisplayText.Of(string.IsNullOrWhiteSpace(peer.Name) ? "(no name)" : peer.Name, isUnicode);

    private static CellStyle NameStyle(ScreenModel model, PeerRow peer) => peer switch
    {
        _ when IsTalking(model, peer) => Palette.TalkingName,
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
