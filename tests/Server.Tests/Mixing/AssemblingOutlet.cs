using Mcu.Common.Protocol;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

// Puts together what is shared and what is each one's own, as the far end of a batch does.
internal sealed class AssemblingOutlet : IPacketOutlet
{
    private readonly List<byte[]> _shared = [];

    public int Queued { get; private set; }

    public int Share(ReadOnlySpan<byte> datagram)
    {
        _shared.Add(datagram.ToArray());
        return _shared.Count - 1;
    }

    public Addressee Find(IPacketSink sink) => new(sink, 0);

    public bool Queue(in Addressee to, int shared, ReadOnlySpan<byte> datagram)
    {
        byte[] whole = [.. datagram[..VoiceHeader.Size], .. _shared[shared].AsSpan(VoiceHeader.Size)];
        Assert.True(datagram.SequenceEqual(whole));
        Queued++;
        return ((IPacketSink)to.Target!).Queue(whole);
    }

    void IPacketOutlet.Send() => Send();

    // How many were shared.
    public int Send()
    {
        int count = _shared.Count;
        _shared.Clear();
        return count;
    }
}
