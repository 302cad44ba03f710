using System.Text;
using Mcu.Client.Terminal.Input;
using Xunit;

namespace Mcu.Client.Tests.Terminal.Input;

public class KeyDecoderTests
{
    [Theory]
    [InlineData("aZ9 ~", "a Z 9 Space ~")]
    [InlineData("é漢🦊", "é 漢 🦊")]
    [InlineData("\r\n\t\x7f\b", "Enter Enter Tab Backspace Backspace")]
    [InlineData("\0\x01\x03\x1a\x1c\x1d\x1f", "Ctrl+Space Ctrl+a Ctrl+c Ctrl+z Ctrl+\\ Ctrl+] Ctrl+_")]
    [InlineData("\u0085\u009bA", "A")]
    public void Text_and_control_characters(string typed, string expected) => Assert.Equal(expected, Typist.Read(typed));

    [Theory]
    [InlineData("\e[A\e[B\e[C\e[D\e[H\e[F", "Up Down Right Left Home End")]
    [InlineData("\eOA\eOB\eOC\eOD\eOH\eOF", "Up Down Right Left Home End")]
    [InlineData("\e[1~\e[2~\e[3~\e[4~\e[5~\e[6~\e[7~\e[8~", "Home Insert Delete End PageUp PageDown Home End")]
    [InlineData("\eOP\eOQ\eOR\eOS\e[15~\e[17~\e[21~\e[23~\e[24~", "F1 F2 F3 F4 F5 F6 F10 F11 F12")]
    [InlineData("\e[11~\e[12~\e[13~\e[14~", "F1 F2 F3 F4")]
    [InlineData("\e[1;5D\e[1;3C\e[1;2A\e[1;8B", "Ctrl+Left Alt+Right Shift+Up Ctrl+Alt+Shift+Down")]
    [InlineData("\e[3;5~\e[5;3~\e[1;2P\e[1;5S\eO2P", "Ctrl+Delete Alt+PageUp Shift+F1 Ctrl+F4 Shift+F1")]
    [InlineData("\e[Z\eOM\eOk\eOp\eOy", "Shift+Tab Enter + 0 9")]
    public void Keys_of_xterm_and_the_VT_family(string typed, string expected) => Assert.Equal(expected, Typist.Read(typed));

    [Theory]
    [InlineData("\eOa\eOd\e[b\e[c", "Ctrl+Up Ctrl+Left Shift+Down Shift+Right")]
    [InlineData("\e[3$\e[5^\e[6@", "Shift+Delete Ctrl+PageUp Ctrl+Shift+PageDown")]
    [InlineData("\e\e[A\e\e[3~\e\eOd", "Alt+Up Alt+Delete Ctrl+Alt+Left")]
    public void Keys_of_rxvt(string typed, string expected) => Assert.Equal(expected, Typist.Read(typed));

    [Fact]
    public void Keys_of_the_Linux_console() =>
        Assert.Equal("F1 F4 F5 A", Typist.Read("\e[[A\e[[D\e[[E\e[[ZA"));

    [Theory]
    [InlineData("\ex\eé\e\x7f\e\r", "Alt+x Alt+é Alt+Backspace Alt+Enter")]
    [InlineData("\e\x01", "Ctrl+Alt+a")]
    [InlineData("\e\ex", "Escape Alt+x")]
    [InlineData("\e\e\e[A", "Escape Alt+Up")]
    public void Alt_is_an_Escape_before_the_key(string typed, string expected) => Assert.Equal(expected, Typist.Read(typed));

    [Fact]
    public void Escape_alone_is_told_by_what_does_not_follow()
    {
        Typist typist = new Typist().Send("\e");
        Assert.Equal(KeyDecoder.EscapeTimeout, typist.Decoder.Deadline);
        Assert.Equal("", typist.Wait(KeyDecoder.EscapeTimeout - 1).Words);
        Assert.Equal("Escape", typist.Wait(1).Words);
        Assert.Null(typist.Decoder.Deadline);
        Assert.Equal("Escape [ A", typist.Send("[A").Words);
    }

    [Fact]
    public void Escape_twice_is_twice_Escape() => Assert.Equal("Escape Escape", Typist.Read("\e\e"));

    [Fact]
    public void A_sequence_may_pause_longer_than_Escape()
    {
        Typist typist = new Typist().Send("\e[");
        Assert.Equal("", typist.Wait(KeyDecoder.SequenceTimeout - 1).Words);
        Assert.Equal("Ctrl+Left", typist.Send("1;5D").Words);
    }

    [Theory]
    [InlineData("\e[", "Alt+[ A")]
    [InlineData("\eO", "Alt+O A")]
    [InlineData("\e]", "Alt+] A")]
    [InlineData("\eP", "Alt+P A")]
    [InlineData("\e[1;", "A")]
    [InlineData("\e]0;title", "A")]
    [InlineData("\e[M", "A")]
    public void What_never_goes_on_is_given_up(string begun, string expected) =>
        Assert.Equal(expected, new Typist().Send(begun).Wait().Send("A").Words);

    [Theory]
    [InlineData("\e[I\e[O\e[E\e[5n\e[24~")]
    [InlineData("\e[?62;22c\e[>1;10;0c\e[?2026;2$y\e[<0;10;20M\e[<0;10;20m\e[M #!\e[25~\e[99;99;99W\e[24~")]
    [InlineData("\e]11;rgb:0000/0000/0000\a\e]52;c;QQ==\e\\\eP1$r0m\e\\\e_Gi=1;OK\e\\\e[24~")]
    [InlineData("\e[1 q\e[!p\e[12345678901234567890A\e[;;;;;~\e[24~")]
    public void Unknown_sequences_are_never_typed(string answers)
    {
        string words = Typist.Read(answers).Replace("Up ", "", StringComparison.Ordinal);
        Assert.Equal("F12", words.Replace("Home ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_sequence_of_any_length_is_swallowed_to_its_end() =>
        Assert.Equal("x", Typist.Read($"\e[{new string('1', 100_000)}Ax"));

    [Theory]
    [InlineData("\e[1\e[A", "Up")]
    [InlineData("\e[1\x18x", "x")]
    [InlineData("\e[1\rx", "Enter x")]
    [InlineData("\e[1é", "é")]
    [InlineData("\e]title\e[A", "Up")]
    public void What_breaks_off_a_sequence_counts_itself(string typed, string expected) =>
        Assert.Equal(expected, Typist.Read(typed));

    [Theory]
    [InlineData(new byte[] { 0x80 }, "\uFFFD")]
    [InlineData(new byte[] { 0xE2, 0x82, (byte)'x' }, "\uFFFD x")]
    [InlineData(new byte[] { 0xC0, 0xAF }, "\uFFFD \uFFFD")]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, "\uFFFD \uFFFD \uFFFD \uFFFD")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "\uFFFD \uFFFD \uFFFD")]
    [InlineData(new byte[] { 0xF0, 0x9F, 0xA6 }, "\uFFFD")]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x1B, (byte)'[', (byte)'A' }, "\uFFFD Up")]
    public void What_is_no_UTF8_is_replaced(byte[] bytes, string expected) =>
        Assert.Equal(expected, new Typist().Send(bytes).Wait().Words);

    [Fact]
    public void Bytes_may_be_cut_anywhere()
    {
        const string Typed = "añ漢🦊\e[1;5D\e[200~líne\e[20\r\n\e[201~\e[57417;5:2u\eOPb\e[97;2;65u";
        Assert.Equal(
            "a ñ 漢 🦊 Ctrl+Left <líne\e[20\r\n> *Ctrl+Left F1 b A",
            new Typist().SendByteByByte(Encoding.UTF8.GetBytes(Typed)).Words);
    }
}
