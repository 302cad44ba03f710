using System.Buffers;
using System.Threading.Channels;
using Mcu.Common.Protocol;
using Mcu.Server.Mixing;
using Mcu.Server.Rooms;
using Mcu.Server.Signaling;

namespace Mcu.Server.Tests.Signaling;

// Someone in a room whose connection is a list of what they were told.
internal sealed class TestMember(Visitor visitor) : IRoomMember, IPacketSink
{
    private readonly Channel<ControlMessage> _told = Channel.CreateUnbounded<ControlMessage>();

    public Visitor Visitor { get; } = visitor;

    public IPacketSink Sink => this;

    public Membership Place { get; set; } = null!;

    public ulong Id => Place.Id;

    // Called for each message, under the lobby's lock.
    public Action<ControlMessage>? OnDelivery { get; set; }

    // The reason they were put out with.
    public string? PutOutWith { get; private set; }

    // Messages that were not read.
    public int Waiting => _told.Reader.Count;

    public bool Send(ReadOnlySpan<byte> datagram) => true;

    public bool Queue(ReadOnlySpan<byte> datagram) => true;

    public MixParticipant? Voice { get; private set; }

    public void Admit(MixParticipant voice) => Voice = voice;

    public void Deliver(byte[] frame)
    {
        var buffer = new ReadOnlySequence<byte>(frame);
        // Who has been told that they are in may speak at once.
        Assert.NotNull(Voice);
        Assert.True(ControlFrame.TryRead(ref buffer, out ReadOnlySequence<byte> body));
        ControlMessage message = ControlCodec.Decode(body);
        Assert.True(_told.Writer.TryWrite(message));
        OnDelivery?.Invoke(message);
    }

    public void PutOut(string reason) => PutOutWith = reason;

    public async Task<ControlMessage> ReadAsync() => await _told.Reader.ReadAsync().AsTask().WaitAsync(TestPeer.Patience);

    public async Task<T> ReadAsync<T>()
        where T : ControlMessage => Assert.IsType<T>(await ReadAsync());

    // Reads all of these that come next.
    public void PassOver<T>()
        where T : ControlMessage
    {
        while (_told.Reader.TryPeek(out ControlMessage? next) && next is T)
        {
            _told.Reader.TryRead(out _);
        }
    }
}
