using System.Text;
using Mcu.Client.Narration;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Narration;

public class InputLinesTests
{
    [Fact]
    public async Task Lines_end_at_a_line_feed_or_with_the_input()
    {
        Assert.Equal(["/who", "", "/mute", "Zoë", "last"], await ReadAsync("/who\n\n/mute\r\nZoë\nlast", int.MaxValue));
        Assert.Empty(await ReadAsync("", 1));
    }

    [Fact]
    public async Task A_line_too_long_is_told_once_and_the_next_one_is_whole()
    {
        string most = new('m', 4_096);
        Assert.Equal(
            [most, null, null, "next"],
            await ReadAsync($"{most}\n{most}x\n{new string('y', 1_000_000)}\nnext\n", int.MaxValue));
        Assert.Equal([null], await ReadAsync(most + "x", 7));
    }

    [Fact]
    public async Task It_does_not_matter_how_the_bytes_arrive()
    {
        string text = string.Concat(RandomText.Of("ab/ö👋\r \u0007", 5_000, 50).Select(line => line + "\n"));
        List<string?> whole = await ReadAsync(text, int.MaxValue);
        Assert.Contains(null, whole);
        foreach (int most in (int[])[1, 2, 3, 1_000])
        {
            Assert.Equal(whole, await ReadAsync(text, most));
        }
    }

    [Fact]
    public async Task Many_lines_of_anything_are_what_splitting_gives()
    {
        string text = string.Concat(RandomText.Of("ab/ö👋\r \u0007\0", 30, 100_000).Select(line => line + "\n"));
        string[] split = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Split('\n')[..^1];
        Assert.Equal(split.Select(line => line.EndsWith('\r') ? line[..^1] : line), await ReadAsync(text, 1_234));
    }

    private static async Task<List<string?>> ReadAsync(string text, int most)
    {
        var lines = new InputLines(new Dribble(Encoding.UTF8.GetBytes(text), most));
        var all = new List<string?>();
        while (await lines.ReadAsync(CancellationToken.None) is { } line)
        {
            all.Add(line.Text);
            Assert.Equal(all.Count, line.Number);
        }

        return all;
    }

    // Gives a few bytes at a time.
    private sealed class Dribble(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
    }
}
