using Mcu.Client.Commands;
using Mcu.Client.Terminal.Input;
using Mcu.Client.Terminal.Model;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Update;

public class CompletionTests
{
    private static readonly ScreenModel s_start = Scenes.After(
        Scenes.Busy(80, 24, true),
        new Message.RosterChanged(
        [
            new PeerRow(1, "Ana") { IsSelf = true },
            new PeerRow(2, "Ben"),
            new PeerRow(3, "Ben Two"),
            new PeerRow(4, "Max") { IsSilenced = true },
            new PeerRow(5, "max") { IsBlocked = true },
            new PeerRow(6, "42"),
            new PeerRow(7, "\u202Eevil"),
            new PeerRow(8, "say \"hi\""),
            new PeerRow(9, "Zoë") { IsBlocked = true },
        ]),
        new Message.DevicesChanged(["USB Audio", "default", " odd "], ["Built-in Audio"]));

    [Theory]
    [InlineData("/ki", "/kick ")]
    [InlineData("/KI", "/kick ")]
    [InlineData("kic", "/kick ")]
    [InlineData("/w", "/who")]
    [InlineData("/qu", "/quit")]
    [InlineData("/m", "/mute ", "/mode ", "/mute ")]
    [InlineData("/mode c", "/mode continuous")]
    [InlineData("/echo o", "/echo on", "/echo off")]
    [InlineData("/kick b", "/kick Ben ", "/kick \"Ben Two\" ")]
    [InlineData("/block \"ben t", "/block \"Ben Two\"")]
    [InlineData("/kick ma", "/kick 4 ", "/kick 5 ")]
    [InlineData("/kick 4", "/kick 4 ", "/kick \"42\" ")]
    [InlineData("/kick ev", "/kick 7 ")]
    [InlineData("/kick say", "/kick \"say \\\"hi\\\"\" ")]
    [InlineData("/kick An", "/kick An")]
    [InlineData("/unblock ", "/unblock 5", "/unblock Zoë")]
    [InlineData("/forceunmute ", "/forceunmute 4")]
    [InlineData("/block z", "/block z")]
    [InlineData("/input ", "/input USB Audio", "/input \"default\"", "/input \" odd \"", "/input default", "/input USB Audio")]
    [InlineData("/output b", "/output Built-in Audio")]
    [InlineData("/who x", "/who x")]
    [InlineData("/nothing x", "/nothing x")]
    public void Each_Tab_goes_on_to_the_next(string typed, params string[] lines)
    {
        ScreenModel model = Scenes.After(s_start, Scenes.Type(typed));
        foreach (string line in lines)
        {
            model = Scenes.After(model, Scenes.Press(Key.Tab));
            Assert.Equal((line, line.Length), (model.Line.Text, model.Line.Cursor));
        }
    }

    [Fact]
    public void Shift_Tab_goes_back()
    {
        ScreenModel model = Scenes.After(s_start, [.. Scenes.Type("/m"), Scenes.Press(Key.Tab, KeyModifiers.Shift)]);
        Assert.Equal("/mode ", model.Line.Text);
        Assert.Equal("/mute ", Scenes.After(model, Scenes.Press(Key.Tab, KeyModifiers.Shift)).Line.Text);
    }

    [Fact]
    public void What_stands_behind_the_cursor_stays()
    {
        ScreenModel model = Scenes.After(
            s_start, [.. Scenes.Type("/kick bnow"), .. Enumerable.Repeat(Scenes.Press(Key.Left), 3), Scenes.Press(Key.Tab)]);
        Assert.Equal(("/kick Ben now", 10), (model.Line.Text, model.Line.Cursor));
        Assert.Equal("/kick \"Ben Two\" now", Scenes.After(model, Scenes.Press(Key.Tab)).Line.Text);
    }

    [Fact]
    public void Where_nothing_fits_it_says_so() => Assert.Equal(
        "Nothing fits here.", Scenes.After(s_start, [.. Scenes.Type("/xyz"), Scenes.Press(Key.Tab)]).Hint);

    [Fact]
    public void Every_reference_that_is_offered_is_understood()
    {
        Peer[] peers = [.. s_start.Peers.Select(peer => new Peer(peer.Id, peer.Name))];
        ScreenModel model = Scenes.After(s_start, [.. Scenes.Type("/kick "), Scenes.Press(Key.Tab)]);
        var met = new List<ulong>();
        for (int i = 0; i < peers.Length - 1; i++)
        {
            met.Add(Assert.IsType<Command.Kick>(CommandParser.Parse(model.Line.Text, peers)).Peer.Id);
            model = Scenes.After(model, Scenes.Press(Key.Tab));
        }

        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], met.Select(id => (int)id));
    }
}
