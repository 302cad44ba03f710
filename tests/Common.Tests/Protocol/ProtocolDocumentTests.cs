using System.Buffers;
using System.Reflection;
using System.Text.Json;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Common.Tests.Protocol;

// What docs/protocol.md says and what the code does are the same thing.
public sealed class ProtocolDocumentTests
{
    [Fact]
    public void ControlExamplesAreWhatTheyAreDescribedAsBothWays()
    {
        foreach (ProtocolDocument.Example example in ProtocolDocument.Examples("control"))
        {
            ControlMessage described = DescribedMessage.Of(example.Description!.Value);
            Assert.Equal(described, DecodeFrame(example.Bytes));
            Assert.Equal(Convert.ToHexString(example.Bytes), Convert.ToHexString(ControlCodec.EncodeFrame(described)));
        }
    }

    [Fact]
    public void EveryMessageHasAnExampleAndAHeading()
    {
        IEnumerable<ControlMessageType> examples =
            ProtocolDocument.Examples("control").Select(example => DescribedMessage.Of(example.Description!.Value).Type);
        Assert.Equal(Enum.GetValues<ControlMessageType>().Order(), examples.Order());

        Dictionary<string, int> types =
            Enum.GetValues<ControlMessageType>().ToDictionary(type => Snake(type.ToString()), type => (int)type);
        Assert.Equal(types, ProtocolDocument.MessageHeadings());
    }

    [Fact]
    public void OtherFormsAreReadAsDescribed()
    {
        IReadOnlyList<ProtocolDocument.Example> examples = ProtocolDocument.Examples("control-read-only");
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
            Assert.Equal(DescribedMessage.Of(example.Description!.Value), DecodeFrame(example.Bytes)));
    }

    [Fact]
    public void UnknownMessagesAreReadAsDescribed()
    {
        IReadOnlyList<ProtocolDocument.Example> examples = ProtocolDocument.Examples("control-unknown");
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Equal(
            new UnknownMessage(
                (ControlMessageType)example.Description!.Value.GetProperty("type").GetUInt16(),
                example.Description.Value.GetProperty("request_id").GetUInt32()),
            DecodeFrame(example.Bytes)));
    }

    [Fact]
    public void RefusedExamplesAreRefusedInThoseWords()
    {
        IReadOnlyList<ProtocolDocument.Example> examples = ProtocolDocument.Examples("control-refused");
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            var refused = Assert.Throws<ProtocolException>(() => DecodeFrame(example.Bytes));
            Assert.Equal(example.Description!.Value.GetProperty("reason").GetString(), refused.Message);
            Assert.Equal(example.Description.Value.GetProperty("close_code").GetUInt64(), (ulong)refused.Code);
        });
    }

    [Fact]
    public void VoiceExamplesAreWhatTheyAreDescribedAsBothWays()
    {
        IReadOnlyList<ProtocolDocument.Example> examples = ProtocolDocument.Examples("voice");
        Assert.NotEmpty(examples);
        byte[] written = new byte[ProtocolLimits.MaxDatagramBytes];
        foreach (ProtocolDocument.Example example in examples)
        {
            AssertRead(example);
            int length = Header(example.Description!.Value).Write(written, Packet(example.Description.Value));
            Assert.Equal(Convert.ToHexString(example.Bytes), Convert.ToHexString(written.AsSpan(0, length)));
        }
    }

    [Fact]
    public void OtherDatagramsAreReadOrDroppedAsDescribed()
    {
        Assert.NotEmpty(ProtocolDocument.Examples("voice-read-only"));
        Assert.All(ProtocolDocument.Examples("voice-read-only"), AssertRead);
        Assert.NotEmpty(ProtocolDocument.Examples("voice-dropped"));
        Assert.All(
            ProtocolDocument.Examples("voice-dropped"),
            example => Assert.False(VoiceHeader.TryRead(example.Bytes, out _, out _)));
    }

    [Fact]
    public void TablesOfCodesAreTheEnums()
    {
        AssertTable<CloseCode>("## Close codes");
        AssertTable<ErrorCode>("## Error codes");
        AssertTable<LeaveReason>("#### participant_left, 0x62");
    }

    [Fact]
    public void TheTableOfCloseCodesSaysWhenToConnectAgain() => Assert.All(
        ProtocolDocument.NumberedRows("## Close codes"),
        row => Assert.Equal(((CloseCode)row.Number).MayReconnect() ? "yes" : "no", row.LastCell));

    [Fact]
    public void TheTableOfLimitsIsTheCode()
    {
        Dictionary<string, int> limits = typeof(ProtocolLimits).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!);
        Assert.Equal(limits, ProtocolDocument.Limits());
        Assert.Equal(10, ProtocolLimits.JoinTimeout.TotalSeconds);
    }

    // No example may be passed over because its fence is of a kind that no test reads.
    [Fact]
    public void EveryFenceIsOfAKindThatIsRead() => Assert.Equal(
        ["control", "control-read-only", "control-refused", "control-unknown", "text", "voice", "voice-dropped", "voice-read-only"],
        ProtocolDocument.Kinds());

    private static void AssertTable<T>(string heading)
        where T : struct, Enum
    {
        Dictionary<int, string> values = Enum.GetValues<T>()
            .ToDictionary(value => Convert.ToInt32(value, null), value => Snake(value.ToString()));
        Assert.Equal(values, ProtocolDocument.NumberedRows(heading).ToDictionary(row => row.Number, row => row.Name));
    }

    private static void AssertRead(ProtocolDocument.Example example)
    {
        Assert.True(VoiceHeader.TryRead(example.Bytes, out VoiceHeader header, out ReadOnlySpan<byte> payload));
        Assert.Equal(Header(example.Description!.Value), header);
        Assert.Equal(Packet(example.Description.Value), payload.ToArray());
    }

    private static ControlMessage DecodeFrame(byte[] frame)
    {
        var buffer = new ReadOnlySequence<byte>(frame);
        Assert.True(ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body));
        Assert.True(buffer.IsEmpty);
        return ControlCodec.Decode(body);
    }

    private static VoiceHeader Header(JsonElement fields) => new(
        fields.GetProperty("talkspurt_start").GetBoolean(),
        fields.GetProperty("voice").GetBoolean(),
        fields.GetProperty("level").GetByte(),
        fields.GetProperty("sequence").GetUInt32(),
        fields.GetProperty("timestamp").GetUInt32());

    private static byte[] Packet(JsonElement fields) => Convert.FromHexString(fields.GetProperty("packet").GetString()!);

    private static string Snake(string name) =>
        string.Concat(name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}")).ToLowerInvariant();
}
