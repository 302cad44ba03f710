using System.Buffers;
using System.IO.Pipelines;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Common.Tests.Protocol;

public sealed class ControlFrameTests
{
    private const int Inputs = 100_000;

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000000")]
    [InlineData("00000003")]
    [InlineData("000000039203")]
    public void WaitsForAFrameThatIsNotComplete(string hex)
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        long length = buffer.Length;
        Assert.False(ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body));
        Assert.True(body.IsEmpty);
        Assert.Equal(length, buffer.Length);
    }

    [Fact]
    public void CutsOneFrameAfterTheOther()
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString("00000001aa00000002bbcc000000"));
        Assert.True(ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body));
        Assert.Equal([0xaa], body.ToArray());
        Assert.True(ControlFrame.TryRead(ref buffer, out body));
        Assert.Equal([0xbb, 0xcc], body.ToArray());
        Assert.False(ControlFrame.TryRead(ref buffer, out _));
        Assert.Equal(3, buffer.Length);
    }

    [Theory]
    [InlineData("00000000", CloseCode.ProtocolViolation, "A control frame has a length of 0 bytes; 1 to 65536 are allowed.")]
    [InlineData("00010001", CloseCode.FrameTooLarge, "A control frame has a length of 65537 bytes; at most 65536 are allowed.")]
    [InlineData("80000000", CloseCode.FrameTooLarge, "A control frame has a length of 2147483648 bytes; at most 65536 are allowed.")]
    [InlineData("ffffffff", CloseCode.FrameTooLarge, "A control frame has a length of 4294967295 bytes; at most 65536 are allowed.")]
    public void RefusesALengthBeforeTheBodyIsThere(string hex, CloseCode code, string sentence)
    {
        var refused = Assert.Throws<ProtocolException>(() =>
        {
            var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
            ControlFrame.TryRead(ref buffer, out _);
        });
        Assert.Equal(code, refused.Code);
        Assert.Equal(sentence, refused.Message);
    }

    [Fact]
    public void TakesTheLargestFrame()
    {
        var buffer = new ReadOnlySequence<byte>([0x00, 0x01, 0x00, 0x00, .. new byte[ProtocolLimits.MaxFrameBytes]]);
        Assert.True(ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body));
        Assert.Equal(ProtocolLimits.MaxFrameBytes, body.Length);
        Assert.True(buffer.IsEmpty);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void CutsTheSameFramesFromPiecesOfAnySize(int size)
    {
        byte[] stream = [.. ControlMessages.Usual.SelectMany(ControlCodec.EncodeFrame)];
        ReadOnlySequence<byte> buffer = Pieces.Of(stream, size);
        foreach (ControlMessage message in ControlMessages.Usual)
        {
            Assert.True(ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body));
            Assert.Equal(message, ControlCodec.Decode(body));
        }

        Assert.True(buffer.IsEmpty);
    }

    // The loop that the type's documentation shows, over a stream that gives a few bytes at a time.
    [Fact]
    public async Task ServesAPipesLoop()
    {
        byte[] stream = [.. ControlMessages.Usual.SelectMany(ControlCodec.EncodeFrame)];
        PipeReader reader = PipeReader.Create(Pieces.Of(stream, 5));
        List<ControlMessage> read = [];
        ReadResult result;
        do
        {
            result = await reader.ReadAsync();
            ReadOnlySequence<byte> buffer = result.Buffer;
            while (ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body))
            {
                read.Add(ControlCodec.Decode(body));
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
        while (!result.IsCompleted);

        Assert.Equal(ControlMessages.Usual, read);
    }

    // Whatever the bytes are: whole frames of allowed sizes in the order of the stream, then a wait or the declared exception.
    [Fact]
    public void SurvivesBrokenStreams()
    {
        var fuzz = new Fuzz(4);
        byte[] valid = [.. ControlMessages.Usual.Take(6).SelectMany(ControlCodec.EncodeFrame)];
        int frames = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] input = i % 8 == 0 ? fuzz.Noise(64) : fuzz.Mutate(valid);
            ReadOnlySequence<byte> buffer = Pieces.Of(input, 1 + fuzz.Next(64));
            Fuzz.WithinBounds(input.Length, () => frames += Cut(buffer));
        }

        Assert.True(frames > Inputs);
    }

    private static int Cut(ReadOnlySequence<byte> buffer)
    {
        int frames = 0;
        try
        {
            long before = buffer.Length;
            while (ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body))
            {
                Assert.InRange(body.Length, 1, ProtocolLimits.MaxFrameBytes);
                Assert.Equal(before, ControlFrame.HeaderBytes + body.Length + buffer.Length);
                before = buffer.Length;
                frames++;
            }
        }
        catch (ProtocolException)
        {
            // Declared.
        }

        return frames;
    }
}
