using System.Buffers;
using System.Text;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Common.Tests.Protocol;

public sealed partial class ControlCodecTests
{
    public static TheoryData<string> EveryMessage => [.. ControlMessages.Usual.Select(message => message.Type.ToString())];

    [Fact]
    public void KnowsAnExampleOfEveryType() => Assert.Equal(
        Enum.GetValues<ControlMessageType>().Order(), ControlMessages.Usual.Select(message => message.Type).Order());

    [Theory]
    [MemberData(nameof(EveryMessage))]
    public void BringsEveryMessageBack(string type)
    {
        ControlMessage message = ControlMessages.Usual.Single(usual => usual.Type.ToString() == type);
        Assert.Equal(message, ControlCodec.Decode(Body(message)));
    }

    [Fact]
    public void BringsTheLongestOfEachBackWithinAFrame()
    {
        foreach (ControlMessage message in ControlMessages.Longest)
        {
            byte[] body = Body(message);
            Assert.InRange(body.Length, 1, ProtocolLimits.MaxFrameBytes);
            Assert.Equal(message, ControlCodec.Decode(body));
        }
    }

    // The kind of a message stands in its number.
    [Fact]
    public void NumbersTellRequestsAnswersAndEventsApart()
    {
        foreach (ControlMessage message in ControlMessages.Usual)
        {
            (int first, int last) = message switch
            {
                ControlRequest => (0x01, 0x3f),
                ControlAnswer => (0x40, 0x5f),
                _ => (0x60, 0x7f),
            };
            Assert.InRange((int)message.Type, first, last);
        }
    }

    [Fact]
    public void PutsTheLengthInFront()
    {
        byte[] frame = ControlCodec.EncodeFrame(new Leave(3));
        Assert.Equal("00000003920303", Convert.ToHexStringLower(frame));
    }

    [Theory]
    [MemberData(nameof(EveryMessage))]
    public void PassesOverFieldsOfANewerPeer(string type)
    {
        ControlMessage message = ControlMessages.Usual.Single(usual => usual.Type.ToString() == type);
        byte[] body = Body(message);
        body[0] += 3;
        byte[] more = [.. body, 0xc0, 0x82, 0x01, 0x91, 0x2a, 0x02, 0xc3, 0xd4, 0x05, 0x00];
        Assert.Equal(message, ControlCodec.Decode(more));
    }

    [Fact]
    public void PassesOverFieldsOfANewerPeerInARoster() => Assert.Equal(
        new RosterPart([new RosterEntry(1, "A"), new RosterEntry(2, "B")], false),
        Decode("93 60 92 94 01 a1 41 00 c3 95 02 a1 42 00 91 c0 80 c2"));

    [Theory]
    [MemberData(nameof(EveryMessage))]
    public void RefusesEveryMessageThatEndsAFieldTooEarly(string type)
    {
        ControlMessage message = ControlMessages.Usual.Single(usual => usual.Type.ToString() == type);
        byte[] body = Body(message);
        body[0]--;
        Assert.Contains("missing", Refusal(body), StringComparison.Ordinal);
        for (int length = 1; length < body.Length; length++)
        {
            Assert.Throws<ProtocolException>(() => ControlCodec.Decode(Body(message).AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData("c0", "A control message is nil; an array is allowed.")]
    [InlineData("90", "A control message is an empty array; its type must stand first.")]
    [InlineData("91a0", "A control message begins with text; its type, an integer, is allowed.")]
    [InlineData("91ff", "A control message has the type -1; 0 to 65535 is allowed.")]
    [InlineData("91ce00010000", "A control message has the type 65536; 0 to 65535 is allowed.")]
    [InlineData(
        "dc0002", "A control message is malformed: A header announces 2 values of at least one byte, but only 0 bytes remain.")]
    [InlineData("9203ff", "leave.request_id is -1; 1 to 4294967295 is allowed.")]
    [InlineData("920300", "leave.request_id is 0; 1 to 4294967295 is allowed.")]
    [InlineData("9203cf0000000100000000", "leave.request_id is 4294967296; 1 to 4294967295 is allowed.")]
    [InlineData("9203c3", "leave.request_id is a boolean; 1 to 4294967295 is allowed.")]
    [InlineData("9203cd00", "leave.request_id is malformed: The data ends too early: 2 more bytes are needed, 1 remain.")]
    [InlineData("9103", "leave.request_id is missing: the message ends after 0 fields; 1 to 4294967295 is needed.")]
    [InlineData("920301c0", "leave: 1 bytes follow the message; its frame must end with it.")]
    [InlineData(
        "930301c1",
        "leave.trailing fields is malformed: The format byte 0xc1 stands where a value is expected; it is never used.")]
    [InlineData("9501010100a0", "hello.max_version is 0; 1 to 65535 is allowed.")]
    [InlineData("9501010201a0", "hello.max_version is 1; 2 to 65535 is allowed.")]
    [InlineData("94020105a0", "join.room is an integer; text of at most 512 bytes is allowed.")]
    [InlineData("940201a1ffa0", "join.room is malformed: The text of 1 bytes is not well-formed UTF-8.")]
    [InlineData("926300", "host_changed.host_id is 0; 1 to 18446744073709551615 is allowed.")]
    [InlineData("936005c2", "roster_part.roster is an integer; an array of at most 200 participants is allowed.")]
    [InlineData("93609105c2", "roster_part.roster is an integer; an array [id, name, mute] for each participant is allowed.")]
    [InlineData("9360919101c2", "roster_part.roster has a participant of 1 fields; at least 3, id, name and mute, are needed.")]
    [InlineData("9360919300a000c2", "roster_part.roster.id is 0; 1 to 18446744073709551615 is allowed.")]
    [InlineData("93609193010100c2", "roster_part.roster.name is an integer; text of at most 256 bytes is allowed.")]
    [InlineData("9360919301a0c0c2", "roster_part.roster.mute is nil; 0 to 255 is allowed.")]
    [InlineData("937001cd0100", "mute_changed.mute is 256; 0 to 255 is allowed.")]
    [InlineData("93100101", "mute.muted is an integer; a boolean is allowed.")]
    [InlineData("94110100a0", "kick.participant_id is 0; 1 to 18446744073709551615 is allowed.")]
    [InlineData("9271c0", "talking.participant_ids is nil; an array of at most 200 ids is allowed.")]
    [InlineData("92719100", "talking.participant_ids is 0; 1 to 18446744073709551615 is allowed.")]
    [InlineData("93609001", "roster_part.more is an integer; a boolean is allowed.")]
    [InlineData("944000cdffffc0", "error.sentence is nil; text of at most 256 bytes is allowed.")]
    public void SaysWhatStoodWhereAndWhatIsAllowed(string hex, string sentence) =>
        Assert.Equal(sentence, Refusal(Convert.FromHexString(hex)));

    [Fact]
    public void RefusesTextBeyondItsLimit()
    {
        byte[] body = [0x94, 0x02, 0x01, 0xda, 0x02, 0x01, .. Encoding.ASCII.GetBytes(new string('r', 513)), 0xa0];
        Assert.Equal("join.room has 513 bytes of text; at most 512 are allowed.", Refusal(body));
    }

    [Fact]
    public void RefusesARosterBeyondItsLimit()
    {
        IEnumerable<byte> entries = Enumerable.Repeat<byte[]>([0x93, 0x01, 0xa0, 0x00], 201).SelectMany(entry => entry);
        byte[] body = [0x93, 0x60, 0xdc, 0x00, 201, .. entries, 0xc2];
        Assert.Equal("roster_part.roster has 201 participants; at most 200 are allowed.", Refusal(body));
    }

    [Fact]
    public void RefusesMoreTalkersThanItsLimit()
    {
        byte[] body = [0x92, 0x71, 0xdc, 0x00, 201, .. Enumerable.Repeat<byte>(1, 201)];
        Assert.Equal("talking.participant_ids has 201 ids; at most 200 are allowed.", Refusal(body));
        Assert.Throws<ArgumentException>(() => ControlCodec.EncodeFrame(new Talking([.. Enumerable.Repeat(1UL, 201)])));
    }

    [Fact]
    public void PassesOverMuteStatesOfANewerServer() =>
        Assert.Equal(new MuteChanged(1, MuteState.Host), Decode("93 70 01 cc fe"));

    [Theory]
    [InlineData("932009a13f", 0x20, 9)]
    [InlineData("9120", 0x20, 0)]
    [InlineData("9220a0", 0x20, 0)]
    [InlineData("9220ff", 0x20, 0)]
    [InlineData("923f05", 0x3f, 5)]
    [InlineData("925f05", 0x5f, 0)]
    [InlineData("927f05", 0x7f, 0)]
    [InlineData("920005", 0, 0)]
    [InlineData("92cdffff05", 0xffff, 0)]
    public void TakesUnknownTypesWithAnIdToAnswerTo(string hex, int type, uint requestId) => Assert.Equal(
        new UnknownMessage((ControlMessageType)type, requestId), ControlCodec.Decode(Convert.FromHexString(hex)));

    [Fact]
    public void NeverWritesWhatAPeerWouldRefuse()
    {
        Assert.Throws<ArgumentException>(() => ControlCodec.EncodeFrame(new Leave(0)));
        Assert.Throws<ArgumentException>(() => ControlCodec.EncodeFrame(new HostChanged(0)));
        Assert.Throws<ArgumentException>(() => ControlCodec.EncodeFrame(new Hello(1, 2, 1, "")));
        Assert.Throws<ArgumentException>(() => ControlCodec.EncodeFrame(new ServerShuttingDown(new string('x', 257))));
        Assert.Throws<ArgumentException>(() => ControlCodec.EncodeFrame(new RosterPart(ControlMessages.Roster(201), false)));
        Assert.Throws<InvalidOperationException>(() => ControlCodec.EncodeFrame(new UnknownMessage((ControlMessageType)0x20, 1)));
        Assert.Equal(
            "participant_joined.name has 260 bytes of text; at most 256 are allowed.",
            Assert.Throws<ArgumentException>(
                () => ControlCodec.EncodeFrame(new ParticipantJoined(1, ControlMessages.Text(260)))).Message);
    }

    [Fact]
    public void RefusesBodiesThatNoFrameCanHave()
    {
        Assert.Equal(CloseCode.ProtocolViolation, Assert.Throws<ProtocolException>(() => ControlCodec.Decode([])).Code);
        Assert.Equal(
            CloseCode.FrameTooLarge,
            Assert.Throws<ProtocolException>(() => ControlCodec.Decode(new byte[ProtocolLimits.MaxFrameBytes + 1])).Code);
    }

    [Fact]
    public void DecodesFromPieces()
    {
        foreach (ControlMessage message in ControlMessages.Longest)
        {
            ReadOnlySequence<byte> pieces = Pieces.Of(Body(message), 1_000);
            Assert.False(pieces.IsSingleSegment && pieces.Length > 1_000);
            Assert.Equal(message, ControlCodec.Decode(pieces));
        }
    }

    private static byte[] Body(ControlMessage message) => ControlCodec.EncodeFrame(message)[ControlFrame.HeaderBytes..];

    private static ControlMessage Decode(string hex) =>
        ControlCodec.Decode(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    // The sentence is short enough to close a connection with, and the code is always the same.
    private static string Refusal(byte[] body)
    {
        var refused = Assert.Throws<ProtocolException>(() => ControlCodec.Decode(body));
        Assert.Equal(CloseCode.ProtocolViolation, refused.Code);
        Assert.InRange(Encoding.UTF8.GetByteCount(refused.Message), 1, ProtocolLimits.MaxReasonBytes);
        return refused.Message;
    }
}
