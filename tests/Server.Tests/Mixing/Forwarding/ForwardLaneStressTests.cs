using Mcu.Common.Audio;
using Mcu.Common.Protocol;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

// One listener's stream, and two real threads that want it: a sender's endpoint thread, and the mixing thread that gives and takes.
public sealed class ForwardLaneStressTests
{
    private const int Packets = 300_000;

    // Never do two send at once, and never is a number given twice or out of order.
    [Fact]
    public void Two_threads_never_send_at_once()
    {
        var statistics = new MixStatistics();
        var sink = new JealousSink();
        using var source = new MixParticipant(1, sink, new MixOptions(), statistics);
        using var listener = new MixParticipant(2, sink, new MixOptions(), statistics);
        listener.Lane.Give(source, 0);
        source.Routes = new ForwardRoutes([listener.Lane], IsMixed: false);
        bool isOver = false;

        var endpoint = new Thread(() =>
        {
            byte[] datagram = new byte[VoiceHeader.Size + 4];
            datagram[VoiceHeader.Size] = 0x78;
            for (uint i = 0; i < Packets; i++)
            {
                new VoiceHeader(false, true, 30, i, i * 960).WriteTo(datagram);
                source.Receive(datagram, i * AudioFormat.FrameDuration);
            }

            Volatile.Write(ref isOver, true);
        });
        endpoint.Start();
        byte[] own = new byte[ProtocolLimits.MaxDatagramBytes];
        byte[] mixed = new byte[VoiceHeader.Size + 4];
        new VoiceHeader(false, true, 30, 0, 0).WriteTo(mixed);
        long taken = 0;
        for (long now = 0; !Volatile.Read(ref isOver); now += AudioFormat.FrameDuration)
        {
            listener.Lane.Fade(now, own);
            if (listener.Lane.TryTakeBack(now))
            {
                taken++;
                listener.Downlink.Queue(mixed);
                listener.Downlink.StaySilent();
                listener.Lane.Give(source, now);
            }
        }

        endpoint.Join();

        Assert.Equal(0, sink.Clashes);
        Assert.Equal(0, sink.OutOfOrder);
        Assert.True(taken > 100, $"taken {taken} times");
        Assert.True(statistics.Forwards > 100, $"{statistics.Forwards} forwarded");
        Assert.Equal(sink.Count, statistics.DatagramsOut);
    }

    // Notices when somebody is in it already.
    private sealed class JealousSink : IPacketSink
    {
        private int _inside;
        private uint _next;

        public int Clashes { get; private set; }

        public int OutOfOrder { get; private set; }

        public long Count { get; private set; }

        public bool Send(ReadOnlySpan<byte> datagram)
        {
            Clashes += Interlocked.Exchange(ref _inside, 1);
            VoiceHeader.TryRead(datagram, out VoiceHeader header, out _);
            // What met the other's turn is missing, so there are gaps; but nothing comes twice or too late.
            OutOfOrder += unchecked((int)(header.Sequence - _next)) < 0 ? 1 : 0;
            _next = header.Sequence + 1;
            Count++;
            Volatile.Write(ref _inside, 0);
            return true;
        }

        public bool Queue(ReadOnlySpan<byte> datagram) => Send(datagram);
    }
}
