using Mcu.Common.Protocol.MessagePack;
using Xunit;

namespace Mcu.Common.Tests.Protocol.MessagePack;

public sealed partial class MessagePackReaderTests
{
    private const int Inputs = 100_000;

    [Fact]
    public void SkipsEveryKindOfValueWhole()
    {
        byte[] everything = MessagePackVectors.Everything();
        var reader = new MessagePackReader([.. everything, 0x2a]);
        reader.Skip();
        Assert.Equal(everything.Length, reader.Consumed);
        Assert.Equal(42, reader.ReadInt64());
    }

    [Fact]
    public void SkipsAsDeepAsAllowedAndNoDeeper()
    {
        byte[] deepest = [.. Enumerable.Repeat((byte)0x91, MessagePackReader.MaxDepth), 0xc0];
        var reader = new MessagePackReader(deepest);
        reader.Skip();
        Assert.True(reader.End);

        Assert.Equal(
            "Arrays and maps lie more than 32 levels deep; 32 are allowed.",
            Assert.Throws<MessagePackException>(() => new MessagePackReader([0x91, .. deepest]).Skip()).Message);
    }

    [Fact]
    public void SkippingAFrameFullOfOpenArraysNeitherRecursesNorRunsLong()
    {
        byte[] bomb = [.. Enumerable.Repeat((byte)0x91, 65_536)];
        Assert.Throws<MessagePackException>(() => new MessagePackReader(bomb).Skip());
    }

    // Whatever the bytes are: the declared exception or a value, never past the end, and both ways of reading agree.
    [Fact]
    public void SurvivesBrokenInput()
    {
        var fuzz = new Fuzz(1);
        byte[] valid = MessagePackVectors.Everything();
        int read = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] input = i % 4 == 0 ? fuzz.Noise(64) : fuzz.Mutate(valid);
            Fuzz.WithinBounds(input.Length, () => read += ReadBothWays(input) ? 1 : 0);
        }

        // The mutations must not be so wild that nothing gets through.
        Assert.InRange(read, Inputs / 20, Inputs);
    }

    private static bool ReadBothWays(byte[] input)
    {
        int? skipped = Consumed(input, skip: true);
        int? walked = Consumed(input, skip: false);
        if (walked is not null)
        {
            Assert.Equal(walked, skipped);
        }

        return walked is not null;
    }

    private static int? Consumed(byte[] input, bool skip)
    {
        var reader = new MessagePackReader(input);
        try
        {
            if (skip)
            {
                reader.Skip();
            }
            else
            {
                Walk(ref reader, 0);
            }
        }
        catch (MessagePackException)
        {
            return null;
        }

        Assert.InRange(reader.Consumed, 1, input.Length);
        return reader.Consumed;
    }

    // Reads one value by its kind, as a user would, and everything in it.
    private static void Walk(ref MessagePackReader reader, int depth)
    {
        int values = 0;
        switch (reader.NextType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                break;
            case MessagePackType.Boolean:
                reader.ReadBoolean();
                break;
            case MessagePackType.Integer:
                reader.ReadInteger();
                break;
            case MessagePackType.Float:
                reader.ReadDouble();
                break;
            case MessagePackType.Text:
                reader.ReadString();
                break;
            case MessagePackType.Binary:
                reader.ReadBytes();
                break;
            case MessagePackType.Extension:
                reader.ReadExtension(out _);
                break;
            case MessagePackType.Array:
                values = depth < MessagePackReader.MaxDepth ? reader.ReadArrayHeader() : throw new MessagePackException("Too deep.");
                break;
            case MessagePackType.Map:
                values = depth < MessagePackReader.MaxDepth ? 2 * reader.ReadMapHeader() : throw new MessagePackException("Too deep.");
                break;
            default:
                throw new MessagePackException("0xc1");
        }

        for (int i = 0; i < values; i++)
        {
            Walk(ref reader, depth + 1);
        }
    }
}
