using System.Text;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Common.Tests.Protocol;

public sealed partial class ControlCodecTests
{
    private const int Inputs = 100_000;

    // Whatever the bytes are: a message that can be written again, or the declared exception with a sentence to close with.
    [Fact]
    public void SurvivesBrokenMessages()
    {
        var fuzz = new Fuzz(2);
        byte[][] valid = [.. ControlMessages.Usual.Select(Body)];
        int decoded = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] input = i % 8 == 0 ? fuzz.Noise(64) : fuzz.Mutate(valid[i % valid.Length]);
            Fuzz.WithinBounds(input.Length, () => decoded += Survives(input) ? 1 : 0);
        }

        Assert.InRange(decoded, Inputs / 20, Inputs);
    }

    [Fact]
    public void BringsRandomMessagesBack()
    {
        var fuzz = new Fuzz(3);
        for (int i = 0; i < 10_000; i++)
        {
            var joined = new Joined(
                1 + (uint)fuzz.Next(int.MaxValue),
                1 + (ulong)fuzz.Next(int.MaxValue),
                RandomText(fuzz, 128),
                1 + (ulong)fuzz.Next(int.MaxValue),
                [.. Enumerable.Range(0, fuzz.Next(20)).Select(_ => new RosterEntry(1 + (ulong)fuzz.Next(300), RandomText(fuzz, 64)))],
                fuzz.Next(2) == 0);
            Assert.Equal(joined, ControlCodec.Decode(Body(joined)));
        }
    }

    private static bool Survives(byte[] input)
    {
        try
        {
            ControlMessage message = ControlCodec.Decode(input);
            return message is UnknownMessage || ControlCodec.EncodeFrame(message).Length > ControlFrame.HeaderBytes;
        }
        catch (ProtocolException refused)
        {
            return Encoding.UTF8.GetByteCount(refused.Message) > ProtocolLimits.MaxReasonBytes
                ? throw new InvalidOperationException($"The sentence is too long to close with: {refused.Message}")
                : false;
        }
    }

    // Characters of one to four bytes, as many as a text of that many characters may hold.
    private static string RandomText(Fuzz fuzz, int characters)
    {
        var text = new StringBuilder();
        for (int i = fuzz.Next(characters + 1); i > 0; i--)
        {
            text.Append(new Rune(fuzz.Next(4) switch
            {
                0 => fuzz.Next(0x80),
                1 => 0x80 + fuzz.Next(0x780),
                2 => 0x800 + fuzz.Next(0xd000),
                _ => 0x10000 + fuzz.Next(0x100000),
            }).ToString());
        }

        return text.ToString();
    }
}
