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
                listener.Downlink.Numbers.StaySilent();
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

    // Everyone's seat moves as the eldest leaves and somebody comes, and listeners are moved between the mix and Ann's packets, while
    // her endpoint's thread passes these on.
    [Fact]
    public void Seats_move_while_packets_are_passed_on_and_no_number_comes_twice()
    {
        const int Ticks = 4_000;
        var random = new Random(1);
        var statistics = new MixStatistics();
        using var streams = new MixStreamPool(new MixOptions().Encoder);
        using var mixer = new RoomMixer(streams, statistics);
        var ann = new MixParticipant(1, new RecordingSink { Records = false }, new MixOptions(), statistics);
        var bob = new MixParticipant(2, new RecordingSink { Records = false }, new MixOptions(), statistics);
        mixer.Add(ann);
        mixer.Add(bob);
        var sinks = new List<JealousSink>();
        var listeners = new List<MixParticipant>();
        long clock = 0;
        var endpoint = new Thread(() =>
        {
            for (long now = 0, seen = 0; now < Ticks * AudioFormat.FrameDuration; seen = now)
            {
                now = Volatile.Read(ref clock);
                if (now != seen)
                {
                    Say(ann, now, every: 30);
                }
            }
        });
        endpoint.Start();
        for (int tick = 1; tick <= Ticks; tick++)
        {
            Volatile.Write(ref clock, tick * AudioFormat.FrameDuration);
            if (listeners.Count < 6 + (tick / 200) || random.Next(15) == 0)
            {
                sinks.Add(new JealousSink());
                listeners.Add(new MixParticipant((ulong)(10 + tick), sinks[^1], new MixOptions(), statistics));
                mixer.Add(listeners[^1]);
            }
            else if (random.Next(15) == 0)
            {
                mixer.Remove(listeners[0]);
                listeners.RemoveAt(0);
            }

            MixParticipant one = listeners[random.Next(listeners.Count)];
            bool hearsAnnOnly = random.Next(3) > 0;
            foreach (MixParticipant other in listeners.Append(bob))
            {
                if (hearsAnnOnly)
                {
                    one.Block(other);
                }
                else
                {
                    one.Unblock(other);
                }
            }

            Say(bob, tick * AudioFormat.FrameDuration, every: 45);
            mixer.Tick(tick * AudioFormat.FrameDuration, TickTerms.Usual);
        }

        endpoint.Join();

        Assert.All(sinks, sink => Assert.Equal((0, 0), (sink.Clashes, sink.OutOfOrder)));
        Assert.True(statistics.Forwards > 100, $"{statistics.Forwards} forwarded");
        Assert.True(statistics.Encodes > 100, $"{statistics.Encodes} encoded");
    }

    // A packet of a word, or nothing in the pause behind it: so many of each.
    private static void Say(MixParticipant source, long now, uint every)
    {
        uint index = (uint)(now / AudioFormat.FrameDuration);
        if (index / every % 2 == 0)
        {
            Span<byte> datagram = stackalloc byte[VoiceHeader.Size + 4];
            datagram.Clear();
            datagram[VoiceHeader.Size] = 0x78;
            uint sequence = (index / every / 2 * every) + (index % every);
            new VoiceHeader(index % every == 0, true, 30, sequence, index * 960).WriteTo(datagram);
            source.Receive(datagram, now);
        }
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
