using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>That voice costs no garbage: a tick's datagrams out of one endpoint, into another, and what is answered.</summary>
public sealed class EndpointAllocationTests
{
    private const int Listeners = 20;
    private const int WarmUp = 100;
    private const int Frames = 300;

    [Fact]
    public void FramesAllocateNothingOnTheirWay()
    {
        using VirtualNetwork network = new();
        for (int i = 0; i < Listeners; i++)
        {
            network.ConnectBoth();
        }

        network.Drive(2);

        NetworkPath toServer = new()
        {
            Local = NativeAddress.From(VirtualNetwork.ServerAddress),
            Remote = NativeAddress.From(network.ClientAddress),
        };
        NetworkPath toClient = new() { Local = toServer.Remote, Remote = toServer.Local };
        Shelf fromServer = new();
        Shelf fromClient = new();
        byte[] voice = new byte[100];
        long allocated = 0;
        for (int frame = 0; frame < WarmUp + Frames; frame++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Listeners; i++)
            {
                network.Accepted[i].TryQueueDatagram(voice);
            }

            network.Server.SendQueued();
            network.Server.Flush(network.Now, fromServer);
            for (int i = 0; i < fromServer.Count; i++)
            {
                network.Client.Receive(toClient, fromServer[i], network.Now, fromClient);
            }

            network.Client.Flush(network.Now, fromClient);
            for (int i = 0; i < fromClient.Count; i++)
            {
                network.Server.Receive(toServer, fromClient[i], network.Now, fromServer);
            }

            fromServer.Clear();
            fromClient.Clear();
            long after = GC.GetAllocatedBytesForCurrentThread();
            allocated += frame >= WarmUp ? after - before : 0;
            network.Drive(0.02);
        }

        Assert.Equal(0, allocated);
        Assert.All(network.Accepted, talker => Assert.InRange(talker.GetStatistics().DatagramsSent, Frames, Frames + WarmUp));
    }

    /// <summary>Keeps packets without making anything for them.</summary>
    private sealed class Shelf : IPacketOutput
    {
        private readonly byte[] _bytes = new byte[4 * Listeners * Endpoint.PacketBuffer];
        private readonly int[] _lengths = new int[4 * Listeners];

        internal int Count { get; private set; }

        internal ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(index * Endpoint.PacketBuffer, _lengths[index]);

        public Span<byte> GetBuffer() => _bytes.AsSpan(Count * Endpoint.PacketBuffer, Endpoint.PacketBuffer);

        public void Commit(int length, in NetworkPath path) => _lengths[Count++] = length;

        internal void Clear() => Count = 0;
    }
}
